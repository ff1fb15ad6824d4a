import Glibc
import Synchronization
import VaultService
import VaultStorage

/// Kills the process at a named step of a refresh, a rotation or a backup, as a power cut would; only in debug builds, for
/// the crash tests.
///
/// `VAULTD_FAILPOINT=before_commit` dies the first time that this step is reached, `rewrap_batch_committed:7` the seventh.
enum Failpoints {
    /// Dies here when the variable names this step.
    static func reach(_ step: StaticString) {
        #if VAULT_FAILPOINTS
        guard let wanted = getenv("VAULTD_FAILPOINT"), String(cString: wanted) == "\(step)" else { return }
        kill(getpid(), SIGKILL)
        #endif
    }

    /// For the upgrade tests: stands for a newer program, whose schema has a step more.
    static func rehearse(_ options: inout StoreOptions) {
        #if VAULT_FAILPOINTS
        options.rehearsesNextSchema = getenv("VAULTD_NEXT_SCHEMA") != nil
        #endif
    }

    static func checkpoint() -> @Sendable (RefreshStep) -> Void { deadly() }

    static func keyCheckpoint() -> @Sendable (KeyStep) -> Void { deadly() }

    /// Small enough for the crash tests that few records make many batches.
    static var rewrapBatch: Int {
        #if VAULT_FAILPOINTS
        if let batch = getenv("VAULTD_REWRAP_BATCH").flatMap({ Int(String(cString: $0)) }) { return batch }
        #endif
        return RewrapWorker.usualBatch
    }

    private static func deadly<Step: RawRepresentable & Equatable & Sendable>() -> @Sendable (Step) -> Void
    where Step.RawValue == String {
        #if VAULT_FAILPOINTS
        let words = getenv("VAULTD_FAILPOINT").map { String(cString: $0) }?.split(separator: ":")
        guard let words, let name = words.first, let wanted = Step(rawValue: String(name)) else { return { _ in } }
        let left = Countdown(words.count > 1 ? Int(words[1]) ?? 1 : 1)
        return { step in
            if step == wanted, left.isOver() { kill(getpid(), SIGKILL) }
        }
        #else
        return { _ in }
        #endif
    }

    static func storeStep() -> @Sendable (StoreStep) -> Void { deadly() }

    private final class Countdown: Sendable {
        private let left: Atomic<Int>

        init(_ count: Int) { left = Atomic(count) }

        func isOver() -> Bool { left.subtract(1, ordering: .relaxed).newValue == 0 }
    }
}
