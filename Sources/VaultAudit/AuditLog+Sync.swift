import Glibc
import Synchronization
package import VaultCore

extension AuditLog: SyncedTrail {
    /// Others record and flush while the disk is waited for.
    package func sync() throws(AuditFailure) {
        let files = try state.withLock { state throws(AuditFailure) in
            try state.writeOut(clock: makers.clock)
            return state.takeFiles()
        }
        defer { for file in files where file >= 0 { close(file) } }
        for file in files {
            guard file >= 0 else { throw AuditFailure(errno: EMFILE) }
            guard fdatasync(file) == 0 else { throw AuditFailure(errno: errno) }
        }
    }

    package func losses() -> Int { state.withLock { $0.lostInAll } }

    package func record(rendered: [UInt8]) { state.withLock { $0.record(rendered, clock: makers.clock) } }
}
