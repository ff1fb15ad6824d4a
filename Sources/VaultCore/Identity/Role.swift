/// What a user may do, as the configuration of identities names it and policy asks for it: a word of ours, never a provider's.
package struct Role: Hashable, Comparable, Sendable {
    package let text: String

    /// - Throws: `InvalidValue` unless the text is 1 to 64 bytes of `a-z 0-9 - _ . : /`, starting with a letter or digit.
    package init(_ text: String) throws(InvalidValue) {
        let bytes = text.utf8
        guard let first = bytes.first, PlainName.isWord(first), bytes.count <= Limits.roleBytes,
            bytes.allSatisfy({ PlainName.isWord($0) || "-_.:/".utf8.contains($0) })
        else {
            throw InvalidValue(
                field: "role",
                problem:
                    "must be 1 to \(Limits.roleBytes) of a-z, 0-9 and - _ . : /, starting with a letter or digit")
        }
        self.text = text
    }

    package static func < (left: Role, right: Role) -> Bool { left.text < right.text }
}

extension Role {
    /// Each once, in order; what a session holds.
    ///
    /// - Throws: `InvalidValue` for more than `Limits.roles`.
    package static func checked(_ roles: some Sequence<Role>) throws(InvalidValue) -> [Role] {
        let all = Set(roles).sorted()
        guard all.count <= Limits.roles else {
            throw InvalidValue(field: "roles", problem: "are more than \(Limits.roles)")
        }
        return all
    }
}
