import Synchronization
package import VaultCore

/// Moves record keys from retiring master keys to the active one in small batches, so that whoever else writes never waits
/// for more than one of them. What it does not finish it finds again: the work left is what the store says is left.
///
/// A record that is put, revoked or rewrapped by someone else meanwhile keeps their change: a batch is committed by
/// comparing, and what lost is simply read again (DESIGN §6.7).
package final class RewrapWorker: Sendable {
    /// Some 2 to 4 ms on the writer.
    package static let usualBatch = 512
    private static let lookMilliseconds: Int64 = 60_000
    private static let pauseMilliseconds: Int64 = 1

    private struct State {
        var isAsked = false
        var isWorking = false
        var done = 0
        var longestWrite = Duration.zero
        /// Records that do not open, by the key that they name.
        var damaged: [MasterKeyVersion: Set<Int64>] = [:]
    }

    let context: ServiceContext
    let store: any KeyRotationStore
    let keyring: any MasterKeyring
    let batch: Int
    let pause: Pause
    let checkpoint: @Sendable (KeyStep) -> Void
    private let wakeUp = WakeUp()
    private let state = Mutex(State())

    package init(
        _ context: ServiceContext, store: any KeyRotationStore, keyring: any MasterKeyring, batch: Int = usualBatch,
        pause: @escaping Pause = systemPause, checkpoint: @escaping @Sendable (KeyStep) -> Void = { _ in }
    ) {
        self.context = context
        self.store = store
        self.keyring = keyring
        self.batch = batch
        self.pause = pause
        self.checkpoint = checkpoint
    }

    /// Works until `stop` is called; a batch that is under way then is let finish. To be run away from the loops.
    package func run() async {
        repeat {
            await workOff()
        } while await wakeUp.wait(milliseconds: Self.lookMilliseconds, pause)
    }

    package func stop() { wakeUp.stop() }

    /// Looks for work now.
    package func start() {
        state.withLock { $0.isAsked = true }
        wakeUp.call()
    }

    /// Without what is left: the store knows that.
    package func progress() -> RewrapProgress {
        state.withLock { state in
            RewrapProgress(
                isRunning: state.isAsked || state.isWorking, done: state.done, left: 0,
                damaged: state.damaged.values.reduce(0) { $0 + $1.count },
                longestWrite: Int(state.longestWrite / .microseconds(1)))
        }
    }

    /// The counts without what is known not to open: that is not worth waiting for.
    func rewrappable(_ counts: [MasterKeyVersion: Int]) -> [MasterKeyVersion: Int] {
        let damaged = state.withLock { $0.damaged }
        return counts.reduce(into: [:]) { $0[$1.key] = max(0, $1.value - (damaged[$1.key]?.count ?? 0)) }
    }

    /// One look through all that is left.
    package func workOff() async {
        state.withLock { state in
            state.isAsked = false
            state.isWorking = true
            state.damaged = [:]
        }
        // Sealed or unable to write: the next look finds the same work.
        do throws(VaultError) {
            let keys = try context.stored { () throws(StoreFailure) in try store.masterKeys() }
            for key in keys where key.state == .retiring { try await workOff(key.version) }
        } catch {}
        state.withLock { $0.isWorking = false }
    }

    private func workOff(_ version: MasterKeyVersion) async throws(VaultError) {
        var (pass, moved) = (RewrapPass(), 0)
        var writing: BatchWrite?
        do throws(VaultError) {
            // The next batch is read and wrapped while the writer is at the last one; never are two with the writer.
            while !wakeUp.isStopped {
                let batch = try nextBatch(under: version, &pass)
                try await finish(&writing)
                guard let batch else {
                    if pass.startsAgain() { continue } else { break }
                }
                moved += batch.count
                writing = write(batch)
                await pause(Self.pauseMilliseconds)
            }
        } catch {
            try? await finish(&writing)
            throw error
        }
        try await finish(&writing)
        let damaged = pass.damaged
        state.withLock { $0.damaged[version] = damaged }
        guard moved > 0, !wakeUp.isStopped else { return }
        context.audit.record(
            AuditEvent(.recordKeysRewrapped, damaged.isEmpty ? .done : .failed, masterKey: version))
        context.flushAudit()
    }

    /// - Returns: the keys to be written; nil when nothing is left above where the pass stands.
    private func nextBatch(
        under version: MasterKeyVersion, _ pass: inout RewrapPass
    ) throws(VaultError) -> [RewrappedKey]? {
        let after = pass.after
        let stored = try context.stored { () throws(StoreFailure) in
            try store.recordKeys(under: version, after: after, limit: batch)
        }
        checkpoint(.batchRead)
        guard let last = stored.last else { return nil }
        let rewrapped = try rewrapped(stored, &pass)
        checkpoint(.batchWrapped)
        pass.passed(last.record, moved: rewrapped.count)
        return rewrapped
    }

    private typealias BatchWrite = Task<Result<Void, VaultError>, Never>

    private func write(_ keys: [RewrappedKey]) -> BatchWrite {
        BatchWrite(executorPreference: globalConcurrentExecutor) { [self] in
            do throws(VaultError) {
                let start = ContinuousClock.now
                if !keys.isEmpty {
                    try await context.storing { () async throws(StoreFailure) in try await store.rewrap(keys) }
                }
                let time = ContinuousClock.now - start
                checkpoint(.batchCommitted)
                state.withLock { state in
                    state.done += keys.count
                    state.longestWrite = max(state.longestWrite, time)
                }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
    }

    private func finish(_ writing: inout BatchWrite?) async throws(VaultError) {
        guard let write = writing else { return }
        writing = nil
        try await write.value.get()
    }

    private func rewrapped(
        _ stored: [StoredRecordKey], _ pass: inout RewrapPass
    ) throws(VaultError) -> [RewrappedKey] {
        var keys: [RewrappedKey] = []
        keys.reserveCapacity(stored.count)
        for one in stored {
            do throws(SealFailure) {
                let new = try keyring.rewrap(one.key, of: one.record)
                keys.append(RewrappedKey(record: one.record, old: one.key, new: new))
            } catch .doesNotOpen {
                pass.damaged.insert(one.record)
            } catch {
                throw VaultError(error)
            }
        }
        return keys
    }
}
