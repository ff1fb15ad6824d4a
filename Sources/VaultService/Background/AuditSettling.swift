import Synchronization
package import VaultCore

/// Lets go of the records that are kept with changes, once the disk has them in the audit log, and puts those into it again that the
/// log could not keep.
///
/// What is not known to be on the disk is kept: a record may come to stand twice in the log, and never not at all.
package final class AuditSettling: Sendable {
    private static let batch = 256

    private struct State {
        /// All records up to this commit are on the disk.
        var settled: Int64 = -1
        var losses = 0
        /// The log may lack what was recorded since.
        var isTorn = false
    }

    private let outbox: any AuditOutbox
    private let trail: any SyncedTrail
    private let state = Mutex(State())

    package init(_ outbox: any AuditOutbox, _ trail: any SyncedTrail) {
        self.outbox = outbox
        self.trail = trail
    }

    /// One round, away from the loops: it waits for the disk.
    ///
    /// - Returns: whether nothing is left to be done.
    package func settle() async -> Bool { await offLoop { self.settleNow() } }

    package func settleNow() -> Bool {
        do throws(AuditFailure) {
            if isTorn {
                // Throws while the log takes nothing, so that nothing is put into it in vain.
                try trail.writeOut()
                guard putAgain() else { return false }
            }
            let told = outbox.toldUpTo()
            guard told > state.withLock(\.settled) else { return true }
            try trail.sync()
            // A loss meanwhile may have been one of these.
            if isTorn { return false }
            state.withLock { $0.settled = told }
            outbox.settle(upTo: told)
            return true
        } catch {
            // After a failed sync the kernel may have dropped what was written (fsync(2)).
            state.withLock { $0.isTorn = true }
            return false
        }
    }

    private var isTorn: Bool {
        let losses = trail.losses()
        return state.withLock { state in
            if losses != state.losses { state.isTorn = true }
            state.losses = losses
            return state.isTorn
        }
    }

    /// All that is kept and not settled; what of it is in the log already will stand there twice.
    ///
    /// - Returns: false where it could not be read.
    private func putAgain() -> Bool {
        state.withLock { $0.isTorn = false }
        var after = state.withLock(\.settled)
        do throws(StoreFailure) {
            while true {
                let page = try outbox.kept(after: after, limit: Self.batch)
                for kept in page { for record in kept.records { trail.record(rendered: record) } }
                guard let last = page.last, page.count == Self.batch else { return true }
                after = last.sequence
            }
        } catch {
            state.withLock { $0.isTorn = true }
            return false
        }
    }
}
