/// What a short text from outside must keep to before it becomes one of our values.
struct TextRule {
    let name: String
    let maximumBytes: Int
    var mayBeEmpty = false

    func checked(_ text: String) throws(InvalidValue) -> String {
        let bytes = text.utf8
        if bytes.isEmpty && !mayBeEmpty { throw InvalidValue(field: name, problem: "is empty") }
        if bytes.count > maximumBytes {
            throw InvalidValue(field: name, problem: "is longer than \(maximumBytes) bytes")
        }
        if Self.holdsControls(bytes.span) {
            throw InvalidValue(field: name, problem: "holds a control character")
        }
        return text
    }

    private static func holdsControls(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == 0x7F { return true }
        return false
    }

    /// Names of the configuration: short, lower case, safe in a path and in a log line.
    static func checkedName(_ text: String, of kind: String) throws(InvalidValue) -> String {
        let bytes = text.utf8
        func isWord(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard let first = bytes.first, isWord(first), bytes.count <= 64,
            bytes.allSatisfy({ isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
        else {
            throw InvalidValue(
                field: "\(kind) name", problem: "must be 1 to 64 of a-z, 0-9, - and _, starting with a letter or digit")
        }
        return text
    }
}

/// A value from outside that broke a rule; says which and why, never the value itself.
package struct InvalidValue: Error, Equatable, Sendable {
    package let field: String
    package let problem: String

    package init(field: String, problem: String) {
        self.field = field
        self.problem = problem
    }
}
