import VaultJSON

/// Which dead grants are removed, or only listed, by one call.
package struct ReapQuery: Hashable, Sendable {
    package var olderThanSeconds: Int64
    package var provider: String?
    package var isDryRun: Bool
    package var limit: Int?
    package var cursor: String?

    package init(olderThanSeconds: Int64, provider: String?, isDryRun: Bool, limit: Int?) {
        self.olderThanSeconds = olderThanSeconds
        self.provider = provider
        self.isDryRun = isDryRun
        self.limit = limit
    }

    func write(to writer: inout JSONWriter) {
        writer.member("older_than_seconds", olderThanSeconds)
        if let provider { writer.member("provider", provider) }
        if isDryRun { writer.member("dry_run", true) }
        if let limit { writer.member("limit", limit) }
        if let cursor { writer.member("cursor", cursor) }
    }
}
