import VaultJSON

/// The fields of an `application/x-www-form-urlencoded` text, in their order.
struct FormFields: Equatable, Sendable {
    struct Field: Equatable, Sendable {
        let name: String
        let value: String
    }

    let fields: [Field]

    /// Nil if an escape is broken or the text behind it is not UTF-8.
    init?(_ bytes: some Collection<UInt8>) {
        var fields: [Field] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decode(parts[0]),
                let value = Self.decode(parts.count == 2 ? parts[1] : pair.prefix(0))
            else { return nil }
            fields.append(Field(name: name, value: value))
        }
        self.fields = fields
    }

    /// The members of a JSON object of texts; nil for anything else.
    init?(json bytes: [UInt8]) {
        guard let members = (try? JSONDocument(parsing: bytes))?.root.members else { return nil }
        var fields: [Field] = []
        for member in members {
            guard let name = member.name.string, let value = member.value.string else { return nil }
            fields.append(Field(name: name, value: value))
        }
        self.fields = fields
    }

    func first(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// A parameter sent twice makes a token request invalid (RFC 6749 §3.2).
    var hasDuplicates: Bool { Set(fields.map(\.name)).count != fields.count }

    /// `+` is a blank, `%41` a byte.
    static func decode(_ bytes: some Collection<UInt8>) -> String? {
        var plain: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): plain.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                    return nil
                }
                plain.append(high << 4 | low)
            default: plain.append(byte)
            }
        }
        return String(validating: plain, as: UTF8.self)
    }

    /// The reverse: unreserved characters stay (RFC 3986 §2.3), every other byte is escaped.
    static func encode(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                out += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return out
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
