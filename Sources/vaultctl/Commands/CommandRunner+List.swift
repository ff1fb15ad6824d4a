import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
    private static let defaultLimit: Int64 = 1000
    private static let page = 500

    func listGrants() async throws(CommandError) -> ExitCode {
        let (first, limit) = try query()
        let attempt = "list the grants"
        var query = first
        var results: [ResultReader] = []
        var grants: [GrantRecord] = []
        repeat {
            query.limit = min(Self.page, limit - grants.count)
            let result = try await ask(.listGrants(query), attempt)
            let page = try read(attempt) { () throws(VaultClientError) in try result.grantPage() }
            results.append(result)
            grants += page.grants
            query.cursor = page.nextCursor
        } while query.cursor != nil && grants.count < limit
        if isJSON {
            try print(Self.joined(results, "grants", nextCursor: query.cursor))
        } else {
            try print(GrantText.table(grants, hasHeading: !isQuiet, isForecast: first.expiringWithinSeconds != nil))
        }
        if query.cursor != nil {
            note("there are more: raise --limit, or narrow the list with --subject or --provider")
        }
        return .ok
    }

    private func query() throws(CommandError) -> (GrantQuery, limit: Int) {
        var query = GrantQuery()
        query.subject = command.value("subject")
        query.provider = command.value("provider")
        query.isActive = command.value("status").map { $0 == "active" }
        let command = command
        if let label = command.value("label") {
            query.label = try usage { () throws(UsageError) in try LabelArguments.single(label) }
        }
        let within = try usage { () throws(UsageError) in try command.milliseconds("expiring") }
        if let within {
            guard within >= 1_000 else {
                throw .usage(UsageError("--expiring is less than a second", hint: "write it as 14d"))
            }
            query.expiringWithinSeconds = within / 1_000
        }
        let limit = try usage { () throws(UsageError) in try command.integer("limit", in: 1...1_000_000) }
        return (query, Int(limit ?? Self.defaultLimit))
    }

    /// The pages as one answer, every member of every item as it came.
    static func joined(_ pages: [ResultReader], _ name: String, nextCursor: String?) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member(
                name,
                array: { writer in
                    for page in pages {
                        for item in page.value[name]?.elements.map(Array.init) ?? [] {
                            item.withRawBytes { writer.raw(bytes: $0) }
                        }
                    }
                })
            if let nextCursor { writer.member("next_cursor", nextCursor) }
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
