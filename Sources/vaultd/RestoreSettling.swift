import Synchronization
import VaultAudit
import VaultCommandLine
import VaultCore
import VaultService
import VaultStorage

/// Goes through the grants of a restored store, which then is one like any other: once, at the first unsealing, before
/// anyone is served.
final class RestoreSettling: Sendable {
    private let store: SQLiteStore
    private let quarantine: RestoreQuarantine
    private let auditPath: String
    /// Only until it is done.
    private let age: Mutex<StoreAge>

    init(_ store: SQLiteStore, _ age: StoreAge, _ quarantine: RestoreQuarantine, auditPath: String) {
        self.store = store
        self.age = Mutex(age)
        self.quarantine = quarantine
        self.auditPath = auditPath
    }

    func run() async throws(VaultError) {
        guard case .restored(let copy) = age.withLock(\.self) else { return }
        let history = AuditHistory(in: AuditSegments(of: auditPath).files, since: copy)
        let report = try await quarantine.run(revoked: history.revoked, isWhole: history.reachesBackTo != nil)
        do throws(StoreFailure) { try await store.forgetBackup() } catch {
            throw .internal(reason: "the restored store could not be made ready: \(error)")
        }
        age.withLock { $0 = .current }
        tell(report, isWhole: history.reachesBackTo != nil)
    }

    private func tell(_ report: RestoreQuarantine.Report, isWhole: Bool) {
        let terminal = Terminal()
        terminal.printError(
            "vaultd: the store was restored; \(report.marked) grants may hold a refresh token that was replaced since and "
                + "need re-authentication (restored); \(report.revoked) that were revoked since were revoked again\n")
        guard !isWhole else { return }
        terminal.printError(
            "vaultd: the audit log does not reach back to the copy; other grants that were revoked since are back: revoke "
                + "them again\n")
    }
}
