/// How the JSON object of a real answer is spoilt.
enum BodyBend: Equatable, Sendable {
    /// The member gets this value, or goes missing.
    case replace(name: String, raw: [UInt8]?)
    /// One more member, whether its name is there already or not.
    case append(name: String, raw: [UInt8])
    /// Form fields instead of JSON.
    case form

    /// A string that is no UTF-8.
    static let invalidUTF8 = BodyBend.append(name: "note", raw: [0x22, 0xFF, 0xFE, 0x22])

    /// So many arrays inside each other.
    static func deep(levels: Int) -> BodyBend {
        let open = Array(repeating: UInt8(ascii: "["), count: levels)
        return .append(name: "deep", raw: open + Array(repeating: UInt8(ascii: "]"), count: levels))
    }
}
