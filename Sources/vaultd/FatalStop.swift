import Glibc
import Synchronization
import VaultCommandLine
import VaultCrypto

/// Ends the process when the store has failed: a failed sync is never tried again, as the kernel may have dropped the
/// pages; the keys are wiped first.
final class FatalStop: Sendable {
    private let sealer = Mutex<KeyringSealer?>(nil)

    func arm(_ sealer: KeyringSealer) { self.sealer.withLock { $0 = sealer } }

    var storeFailed: @Sendable (String) -> Void {
        { reason in
            self.sealer.withLock { $0 }?.lock()
            Terminal().printError(
                "vaultd: the store failed and nothing more can be written: \(reason); look at the disk, then start again\n"
            )
            _exit(ExitCode.failed.rawValue)
        }
    }
}
