import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
    private static let usualMilliseconds: Int64 = 90 * 86_400_000
    private static let page = 100

    func reapGrants() async throws(CommandError) -> ExitCode {
        let age = try usage { () throws(UsageError) in try command.milliseconds("older-than") }
        let isDryRun = command.has("dry-run")
        var query = ReapQuery(
            olderThanSeconds: (age ?? Self.usualMilliseconds) / 1_000, provider: command.value("provider"),
            isDryRun: true, limit: Self.page)
        if isDryRun { return try await show(query) }
        guard command.has("yes") || console.isInputTerminal else {
            throw .usage(
                UsageError(
                    "'grant reap' removes grants and nobody is at a terminal to be asked",
                    hint: "add --yes, or --dry-run to see which"))
        }
        var total: Int64?
        if !command.has("yes") || hasBar {
            let count = try await reap(query, "count the dead grants", bar: nil).grants.count
            if count == 0 { return try await show(query) }
            guard command.has("yes") || console.confirm("Remove \(count) dead grants for good? [y/N] ") else {
                note("nothing was removed")
                return .failed
            }
            total = Int64(count)
        }
        query.isDryRun = false
        let bar = hasBar ? total.map(ProgressBar.init) : nil
        let gone = try await reap(query, "remove the dead grants", bar: bar)
        if bar != nil { console.note("\n") }
        if isJSON {
            try print(Self.joined(gone.results, "grants", nextCursor: nil))
        } else {
            try print(GrantText.dead(gone.grants, hasHeading: !isQuiet))
            note("removed \(gone.grants.count)")
        }
        return .ok
    }

    private var hasBar: Bool { console.isNoteTerminal && !isQuiet }

    private func show(_ query: ReapQuery) async throws(CommandError) -> ExitCode {
        let found = try await reap(query, "list the dead grants", bar: nil)
        if isJSON {
            try print(Self.joined(found.results, "grants", nextCursor: nil))
        } else {
            try print(GrantText.dead(found.grants, hasHeading: !isQuiet))
            note("\(found.grants.count) would be removed")
        }
        return .ok
    }

    /// All pages.
    private func reap(
        _ first: ReapQuery, _ attempt: String, bar: ProgressBar?
    ) async throws(CommandError) -> (results: [ResultReader], grants: [DeadGrantRecord]) {
        var query = first
        var results: [ResultReader] = []
        var grants: [DeadGrantRecord] = []
        repeat {
            let result = try await ask(.reapGrants(query), attempt)
            let page = try read(attempt) { () throws(VaultClientError) in try result.deadGrants() }
            results.append(result)
            grants += page.grants
            query.cursor = page.nextCursor
            if let bar { console.note(bar.line(done: Int64(grants.count))) }
        } while query.cursor != nil
        return (results, grants)
    }
}
