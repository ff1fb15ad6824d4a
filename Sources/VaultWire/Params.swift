import VaultCore
import VaultJSON

/// The parameters of one call, asked for by name. An absent member and a `null` are the same; a member of the wrong kind is
/// an error that names it.
struct Params {
    private let object: JSONValue?

    /// - Parameter value: the call's `params`, if it has any.
    init(_ value: JSONValue?) throws(InvalidValue) {
        guard value == nil || value?.kind == .object else {
            throw InvalidValue(field: "params", problem: "must be an object: parameters are given by name")
        }
        object = value
    }

    func value(_ name: String) -> JSONValue? {
        guard let value = object?[name], !value.isNull else { return nil }
        return value
    }

    func text(_ name: String) throws(InvalidValue) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else { throw InvalidValue(field: name, problem: "must be a string") }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws(InvalidValue) -> Int64? {
        guard let value = value(name) else { return nil }
        guard let number = value.integer, range.contains(number) else {
            throw InvalidValue(
                field: name, problem: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func bool(_ name: String) throws(InvalidValue) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let bool = value.bool else { throw InvalidValue(field: name, problem: "must be true or false") }
        return bool
    }

    /// A moment in seconds since 1970.
    func time(_ name: String) throws(InvalidValue) -> Timestamp? {
        // Up to the end of the year 9999; what is beyond was meant as milliseconds.
        try integer(name, in: 0...253_402_300_799).map(Timestamp.init(seconds:))
    }

    /// A token, copied from the document's bytes without becoming a String.
    func secret(_ name: String) throws(InvalidValue) -> Secret? {
        guard let value = value(name) else { return nil }
        let secret = try value.withUnescapedBytes { bytes throws(InvalidValue) in try Self.token(bytes, name) }
        guard let secret else { throw InvalidValue(field: name, problem: "must be a string") }
        return secret
    }

    /// RFC 6749 appendix A.12 and A.17: a token is visible ASCII and spaces.
    private static func token(_ bytes: Span<UInt8>, _ name: String) throws(InvalidValue) -> Secret {
        if bytes.isEmpty { throw InvalidValue(field: name, problem: "is empty") }
        if bytes.count > Limits.tokenBytes {
            throw InvalidValue(field: name, problem: "is longer than \(Limits.tokenBytes) bytes")
        }
        guard bytes.withUnsafeBytes({ TokenCharacters.allow($0) }) else {
            throw InvalidValue(field: name, problem: "holds a character that no token can have (RFC 6749 appendix A)")
        }
        return bytes.withUnsafeBufferPointer { Secret(copying: UnsafeRawBufferPointer($0)) }
    }

    /// What `make` builds from the member; its own error is told under the member's name.
    func made<Value>(
        _ name: String, _ make: (String) throws(InvalidValue) -> Value
    ) throws(InvalidValue) -> Value? {
        guard let text = try text(name) else { return nil }
        do throws(InvalidValue) {
            return try make(text)
        } catch {
            throw InvalidValue(field: name, problem: error.problem)
        }
    }
}

extension Optional {
    /// The value of a member that must be there.
    func required(_ name: String) throws(InvalidValue) -> Wrapped {
        guard let self else { throw InvalidValue(field: name, problem: "is missing") }
        return self
    }
}
