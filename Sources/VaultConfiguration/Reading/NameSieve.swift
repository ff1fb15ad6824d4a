import VaultJSON

/// Which names an object cannot have, found out once: a rule has three members and is asked for twenty. Never says so of a name that
/// the object has.
struct NameSieve {
    /// A bit for each remainder that the length and the first byte of a member's name leave.
    private var marks: UInt64 = 0

    init(_ object: JSONValue) {
        guard let members = object.members else { return }
        for member in members {
            member.name.withUnescapedBytes { marks |= Self.mark($0.count, $0.isEmpty ? 0 : $0[0]) }
        }
    }

    func mayHold(_ name: String) -> Bool { marks & Self.mark(name.utf8.count, name.utf8.first ?? 0) != 0 }

    private static func mark(_ length: Int, _ first: UInt8) -> UInt64 { 1 << UInt64((length &* 5 &+ Int(first)) & 63) }
}
