import Synchronization
package import VaultCore

extension SQLiteStore: SequencedStore {
    package func changes() -> Int { gauge.writes - advances.load(ordering: .relaxed) }

    package func advanceSequence() async throws(StoreFailure) {
        advances.add(1, ordering: .relaxed)
        _ = try await write(.advanceSequence)
    }

    package func mark() -> StoreMark? {
        let sequence = gauge.sequence
        return sequence == 0 ? nil : identity.map { StoreMark(storeID: $0, sequence: sequence) }
    }

    /// nil where the store was opened to be changed, come what may.
    package var schema: StoreSchema? { look?.schema }

    /// Whether this is the store that was last served from this path, as it was found before anything of it was changed.
    package func age() throws(StoreFailure) -> StoreAge {
        if let look { return look.age }
        let found: StoreAnchor.Found
        do throws(StoreOpenError) { found = try StoreAnchor.read(of: path) } catch {
            throw .failed(reason: "\(error)")
        }
        return try readers.readAfresh { reader throws(SQLiteError) in
            StoreAge(
                id: BackupInfo.text(of: try reader.store.storeID()), sequence: try reader.store.sequence(),
                backup: try reader.store.backupInfo(), anchor: found)
        }
    }

    /// Once the grants of a restored store were gone through, it is a store like any other.
    package func forgetBackup() async throws(StoreFailure) { _ = try await write(.forgetBackup) }
}
