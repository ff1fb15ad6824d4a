package import VaultCore
package import VaultJSON

extension IdentityRequest {
    init(_ params: Params) throws(InvalidValue) {
        let claims = try params.value("claims").required("claims")
        self.init(
            provider: try params.provider().required("provider"), claims: try IdentityClaims(claims, "claims"))
    }
}

extension Params {
    /// The account of a call that leaves it to the vault who it is.
    func identity() throws(InvalidValue) -> IdentityRequest? {
        guard let value = value("identity") else { return nil }
        guard value.kind == .object else {
            throw InvalidValue(field: "identity", problem: "must be an object with provider and claims")
        }
        do throws(InvalidValue) {
            return try IdentityRequest(try Params(value))
        } catch {
            throw InvalidValue(field: "identity.\(error.field)", problem: error.problem)
        }
    }
}

extension IdentityClaims {
    /// - Parameter name: what the error calls it.
    /// - Throws: `InvalidValue` unless the value is an object of at most `Limits.identityClaimsBytes` bytes.
    package init(_ value: JSONValue, _ name: String) throws(InvalidValue) {
        guard let members = value.members else { throw InvalidValue(field: name, problem: "must be an object") }
        guard value.rawRange.count <= Limits.identityClaimsBytes else {
            throw InvalidValue(
                field: name, problem: "are longer than \(Limits.identityClaimsBytes) bytes of JSON")
        }
        self.init()
        for member in members { self[member.name.string ?? ""] = Self.claim(member.value) }
    }

    private static func claim(_ value: JSONValue) -> Value {
        switch value.kind {
        case .string: value.string.map { .text($0) } ?? .other
        case .number: value.integer.map { .integer($0) } ?? .other
        case .bool: .bool(value.bool ?? false)
        case .array: list(value)
        case .object, .null: .other
        }
    }

    private static func list(_ value: JSONValue) -> Value {
        var texts: [String] = []
        for element in value.elements.map({ Array($0) }) ?? [] {
            // Half a list could be mistaken for all of it.
            guard let text = element.string else { return .other }
            texts.append(text)
        }
        return .list(texts)
    }
}
