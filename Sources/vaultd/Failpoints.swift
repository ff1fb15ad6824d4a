import Glibc
import VaultService
import VaultStorage

/// Kills the process at a named step of a refresh or a backup, as a power cut would; only in debug builds, for the crash tests.
///
/// `VAULTD_FAILPOINT=before_commit` dies the first time that this step is reached.
enum Failpoints {
    static func checkpoint() -> @Sendable (RefreshStep) -> Void {
        #if VAULT_FAILPOINTS
        guard let wanted = getenv("VAULTD_FAILPOINT").flatMap({ RefreshStep(rawValue: String(cString: $0)) }) else {
            return { _ in }
        }
        return { step in
            if step == wanted { kill(getpid(), SIGKILL) }
        }
        #else
        return { _ in }
        #endif
    }

    static func storeStep() -> @Sendable (StoreStep) -> Void {
        #if VAULT_FAILPOINTS
        guard let wanted = getenv("VAULTD_FAILPOINT").flatMap({ StoreStep(rawValue: String(cString: $0)) }) else {
            return { _ in }
        }
        return { step in
            if step == wanted { kill(getpid(), SIGKILL) }
        }
        #else
        return { _ in }
        #endif
    }
}
