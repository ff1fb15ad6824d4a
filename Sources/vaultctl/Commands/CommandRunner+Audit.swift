import VaultClient
import VaultCommandLine
import VaultJSON

extension CommandRunner {
    private static let page: Int64 = 500
    private static let followMilliseconds: Int64 = 500

    func auditStatus() async throws(CommandError) -> ExitCode {
        let attempt = "ask for the audit log"
        let result = try await ask(.auditStatus, attempt)
        let standing = try read(attempt) { () throws(VaultClientError) in try result.auditStanding() }
        if isJSON { try printJSON(result) } else { try print(AuditText.standing(standing)) }
        return standing.isFailing ? .failed : .ok
    }

    func auditKey() async throws(CommandError) -> ExitCode {
        let attempt = "ask for the audit log's key"
        let result = try await ask(.auditStatus, attempt)
        let standing = try read(attempt) { () throws(VaultClientError) in try result.auditStanding() }
        try print(command.has("pem") ? standing.publicKeyPEM : "\(standing.publicKey)\n")
        return .ok
    }

    func verifyAudit() async throws(CommandError) -> ExitCode {
        let attempt = "verify the audit log"
        let result = try await ask(.verifyAudit, attempt)
        let report = try read(attempt) { () throws(VaultClientError) in try result.auditReport() }
        if isJSON { try printJSON(result) } else { try print(AuditText.report(report)) }
        return report.isWhole ? .ok : .failed
    }

    func findRecords() async throws(CommandError) -> ExitCode {
        let command = command
        let now = console.now()
        var query = filters()
        query.since = try usage { () throws(UsageError) in try command.moment("since", now: now) }
        query.until = try usage { () throws(UsageError) in try command.moment("until", now: now) }
        let limit = try usage { () throws(UsageError) in try command.integer("limit", in: 1...1_000_000) } ?? 1_000
        if command.has("token-stdin") { query.token = try secret("token", prompt: "token: ") }
        var left = limit
        var isCut = true
        while isCut && left > 0 {
            query.limit = min(Self.page, left)
            let found = try await find(query)
            try show(found.records)
            left -= Int64(found.records.count)
            isCut = found.isCut
            query.after = found.reached
        }
        if left == limit { note("no record is so") }
        if isCut { note("there are more: raise --limit, or narrow the search") }
        return left == limit ? .notFound : .ok
    }

    func tailAudit() async throws(CommandError) -> ExitCode {
        let command = command
        var query = filters()
        query.newest = true
        query.limit = try usage { () throws(UsageError) in try command.integer("lines", in: 1...1_000) } ?? 10
        var found = try await find(query)
        try show(found.records)
        query.newest = false
        query.limit = Self.page
        while command.has("follow") {
            // What was found may have been cut: then there is more at once.
            if !found.isCut || query.after == nil { await console.pause(milliseconds: Self.followMilliseconds) }
            query.after = found.reached ?? query.after ?? 0
            found = try await find(query)
            try show(found.records)
        }
        return .ok
    }

    private func find(_ query: AuditQuery) async throws(CommandError) -> AuditFindingRecord {
        let attempt = "look into the audit log"
        let result = try await ask(.findRecords(query), attempt)
        return try read(attempt) { () throws(VaultClientError) in try result.auditFinding() }
    }

    private func show(_ records: [ResultReader]) throws(CommandError) {
        for record in records {
            if isJSON { try printJSON(record) } else { try print(AuditText.line(record.value)) }
        }
    }

    private func filters() -> AuditQuery {
        var query = AuditQuery()
        query.subject = command.value("subject")
        query.client = command.value("client")
        query.provider = command.value("provider")
        query.grant = command.value("grant")
        query.session = command.value("session")
        query.delegation = command.value("delegation")
        query.method = command.value("method")
        query.kind = command.value("kind")
        query.outcome = command.value("outcome")
        return query
    }
}
