import Synchronization
package import VaultCore

/// The port `BackupShelf` without files.
package final class FakeShelf: BackupShelf {
    private let held = Mutex<[String: [MasterKeyVersion]]>([:])
    private let failure = Mutex<BackupShelfFailure?>(nil)

    package init() {}

    package func put(_ name: String, holding versions: [MasterKeyVersion]?) { held.withLock { $0[name] = versions } }
    package func fail(with failure: BackupShelfFailure?) { self.failure.withLock { $0 = failure } }

    package func backups(
        holding version: MasterKeyVersion, of storeID: [UInt8], in directory: String
    ) throws(BackupShelfFailure) -> [String] {
        if let failure = failure.withLock(\.self) { throw failure }
        return held.withLock { $0.filter { $0.value.contains(version) }.keys.sorted() }
    }
}
