import VaultCore
import VaultWire

extension RequestHandler {
    /// `audit.status`: how far the log has come, and by which key it is sealed.
    func reportAudit(_ gate: Gate) throws(VaultError) -> Reply {
        _ = try gate.permit()
        return .auditStanding(archive.standing())
    }

    /// `audit.verify`: reads all of the log, away from the loops.
    func verifyAudit(_ gate: Gate) async throws(VaultError) -> Reply {
        _ = try gate.permit()
        return .auditReport(await readingArchive { $0.verify() })
    }

    /// `audit.find`: reads what the question needs of the log, away from the loops.
    func findRecords(_ question: AuditQuestion, _ token: Secret?, _ gate: Gate) async throws(VaultError) -> Reply {
        _ = try gate.permit()
        var question = question
        question.token = token.map { audit.mark(of: $0) }
        let asked = question
        return .auditFound(await readingArchive { $0.find(asked) })
    }

    private func readingArchive<Value: Sendable>(_ read: @escaping @Sendable (any AuditArchive) -> Value) async -> Value
    {
        let archive = archive
        let task = Task(executorPreference: globalConcurrentExecutor) { read(archive) }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
