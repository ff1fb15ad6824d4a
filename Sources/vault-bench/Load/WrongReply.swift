/// What may be told of a reply that was not the one expected: an error's type, or its length; never what it holds.
struct WrongReply: CustomStringConvertible {
    let description: String

    init(_ reply: [UInt8]) {
        guard let type = Self.errorType(in: reply) else {
            description = "\(reply.count) bytes that are no error"
            return
        }
        description = type.isEmpty ? "an error without a type" : type
    }

    /// `data.type` is one of the vault's own words, and nothing of what was sent or stored.
    private static func errorType(in reply: [UInt8]) -> String? {
        guard let error = reply.firstRange(of: Array("\"error\":{".utf8)) else { return nil }
        let rest = reply[error.upperBound...]
        guard let type = rest.firstRange(of: Array("\"type\":\"".utf8)) else { return "" }
        let word = rest[type.upperBound...].prefix {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_")
        }
        return String(decoding: word, as: UTF8.self)
    }
}
