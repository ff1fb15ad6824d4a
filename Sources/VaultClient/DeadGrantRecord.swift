/// A grant that was removed because it had been dead for long, or would be.
package struct DeadGrantRecord: Hashable, Sendable {
    package let handle: String
    package let subject: String
    package let provider: String
    package let account: String?
    /// Seconds since 1970.
    package let deadSince: Int64
    package let deadOf: String
}

extension ResultReader {
    package func deadGrants() throws(VaultClientError) -> (grants: [DeadGrantRecord], nextCursor: String?) {
        let grants = try list("grants") { grant throws(VaultClientError) in
            DeadGrantRecord(
                handle: try grant.text("grant"), subject: try grant.text("subject"),
                provider: try grant.text("provider"), account: grant.optionalText("account"),
                deadSince: try grant.integer("dead_since"), deadOf: try grant.text("dead_of"))
        }
        return (grants, optionalText("next_cursor"))
    }
}
