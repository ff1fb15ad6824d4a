import VaultAudit
import VaultCommandLine
import VaultCore
import VaultStorage

/// At the start, before anything else is recorded: what the last run told of in the store and did not bring into the audit log is
/// appended, and a log that tells of less than was surely in it is found out.
struct AuditCatchUp {
    private static let batch = 256

    /// The last commit that the log tells of, and the one that it surely told of once; nil where it is not behind.
    let behind: (told: Int64, known: Int64)?
    let storeID: String?

    init(_ store: SQLiteStore, _ log: AuditLog, _ files: [String]) throws(StartFailure) {
        storeID = store.identity
        guard let storeID else {
            // Opened only to be read: what it tells is not the story that the log goes on with.
            behind = nil
            return
        }
        do throws(StoreFailure) {
            var page = try store.kept(after: -1, limit: Self.batch)
            let known = try store.audited()
            let told = AuditTold(in: files, of: storeID, from: page.first?.sequence ?? .max, known: known)
            behind = told.highest.flatMap { $0 < known ? ($0, known) : nil }
            while let last = page.last {
                for kept in page { Self.append(kept, to: log, unlessIn: told) }
                page = try store.kept(after: last.sequence, limit: Self.batch)
            }
        } catch {
            throw StartFailure("could not read the records that are kept for the audit log: \(error)")
        }
    }

    /// Severe: somebody cut the log, or put an older one in its place. The vault serves on: the log is whole from here.
    func tell(_ trail: any AuditTrail) {
        guard let behind, let storeID else { return }
        var event = AuditEvent(.auditLogBehind, .failed, reason: "older_than_store")
        event.store = StoreMark(storeID: storeID, sequence: behind.told)
        trail.record(event)
        Terminal().printError("vaultd: \(problem ?? "")\n")
    }

    /// For whoever looks at the vault's health.
    var problem: String? {
        behind.map { behind in
            "the audit log ends with change \(behind.told) of the store and once told of change \(behind.known): it was cut, or an "
                + "older one was put in its place; look for the rest of it"
        }
    }

    private static func append(_ kept: KeptRecords, to log: AuditLog, unlessIn told: AuditTold) {
        for (change, record) in kept.records.enumerated() {
            // Those from before commits were counted cannot be told from each other.
            if kept.sequence > 0, told.holds(change, of: kept.sequence) { continue }
            if AuditTold.isRecord(record) {
                log.record(rendered: record)
            } else {
                log.record(AuditEvent(.integrityFailure, .failed, reason: "audit_outbox"))
            }
        }
    }
}
