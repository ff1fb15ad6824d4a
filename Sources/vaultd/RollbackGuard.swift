import VaultCommandLine
import VaultCore
import VaultStorage

/// Keeps a store that is an older copy of itself from being served until an operator has accepted it.
enum RollbackGuard {
    /// - Returns: when a restored store was copied; nil for one that was not restored.
    /// - Throws: with exit code 6 and the reason `rollback_detected`.
    static func check(_ store: SQLiteStore, _ path: String) throws(StartFailure) -> Timestamp? {
        let age: StoreAge
        do throws(StoreFailure) { age = try store.age() } catch {
            throw StartFailure("could not tell whether the store \(path) is the one last served: \(error)")
        }
        switch age {
        case .current: return nil
        case .restored(let copied): return copied
        case .rolledBack(let evidence):
            throw StartFailure(
                "rollback_detected: the store \(path) is not the one that was last served: \(evidence); put the newest store "
                    + "back, or accept this one with 'vaultd accept-restore', after which grants whose refresh token may "
                    + "have been replaced need re-authentication",
                exitCode: .sealed)
        }
    }
}
