package import VaultCore

extension KeyService {
    private static let batch = 1_000
    /// Readers stay for microseconds, so that one more look nearly always finds the log free.
    private static let looks = 50

    /// Opens every record key under the master key that it names.
    package func verify(_ permit: Permit, caller: Caller) async throws(VaultError) -> KeyVerification {
        try permit.check(.keyVerify, at: nil)
        return try await verify(by: .caller(caller, .keyVerify))
    }

    func verify(by author: KeyAuthor) async throws(VaultError) -> KeyVerification {
        let found = try await offLoop { () throws(VaultError) in try self.verifyAll() }
        context.audit.record(author.event(.masterKeysVerified, found.bad == 0 ? .done : .failed))
        return found
    }

    /// Ends a retiring key that no record needs: its wrapped form is erased, the open one wiped.
    package func destroy(
        _ version: MasterKeyVersion, _ permit: Permit, caller: Caller
    ) async throws(VaultError) -> KeyDestruction {
        try permit.check(.keyDestroy, at: nil)
        return try await destroy(version, by: .caller(caller, .keyDestroy))
    }

    func destroy(_ version: MasterKeyVersion, by author: KeyAuthor) async throws(VaultError) -> KeyDestruction {
        try await changes.alone(destroys: true) { () async throws(VaultError) in
            let keys = try await mayDestroy(version)
            let wrapped = keys.first { $0.version == version }?.wrapped ?? []
            checkpoint(.beforeDestroy)
            try await changing { () async throws(StoreFailure) in
                try await store.destroy(
                    version, at: context.clock.now(), telling: [author.event(.masterKeyDestroyed, .done, version)])
            }
            checkpoint(.keyDestroyed)
            _ = try await follow(version)
            return KeyDestruction(version: version, isErased: try await isErased(wrapped))
        }
    }

    /// - Throws: `.conflict` while anything needs the key, with what it is.
    @discardableResult
    func mayDestroy(_ version: MasterKeyVersion) async throws(VaultError) -> [StoredMasterKey] {
        let directory = context.settings.backupDirectory
        let (keys, needs, backups) = try await offLoop { [context, store, shelf] () throws(VaultError) in
            let (keys, needs, id) = try context.stored { () throws(StoreFailure) in
                (try store.masterKeys(), try store.needs(of: version), try store.storeID())
            }
            do throws(BackupShelfFailure) {
                let backups = try directory.map { directory throws(BackupShelfFailure) in
                    try shelf.backups(holding: version, of: id, in: directory)
                }
                return (keys, needs, backups ?? [])
            } catch {
                throw VaultError(error)
            }
        }
        try allowed { () throws(KeyChangeRefusal) in
            try MasterKeyLifecycle(keys).destroy(version, needs: needs, backups: backups)
        }
        return keys
    }

    private func verifyAll() throws(VaultError) -> KeyVerification {
        var found = KeyVerification()
        let versions = try context.stored { () throws(StoreFailure) in try store.recordKeyCounts() }.keys
        for version in versions.sorted() {
            var after: Int64 = 0
            while true {
                let keys = try context.stored { () throws(StoreFailure) in
                    try store.recordKeys(under: version, after: after, limit: Self.batch)
                }
                guard let last = keys.last else { break }
                for key in keys { try verify(key, &found) }
                after = last.record
            }
        }
        return found
    }

    private func verify(_ key: StoredRecordKey, _ found: inout KeyVerification) throws(VaultError) {
        do throws(SealFailure) {
            try keyring.check(key.key, of: key.record)
            found.good += 1
        } catch {
            switch error {
            case .doesNotOpen: found.note(bad: key.record)
            case .unknownMasterKey:
                // Read before a rewrap, looked at after the old key was destroyed: how it stands now is what counts.
                if try opensNow(key.record) { found.good += 1 } else { found.note(bad: key.record) }
            case .isSealed, .cryptoFailed: throw VaultError(error)
            }
        }
    }

    private func opensNow(_ record: Int64) throws(VaultError) -> Bool {
        let key = try context.stored { () throws(StoreFailure) in try context.store.recordKey(of: record) }
        guard let key else { return true }
        do throws(SealFailure) {
            try keyring.check(key, of: record)
            return true
        } catch {
            return false
        }
    }

    /// Whether the files hold the wrapped key no more, once the log is cut. The first bytes of a freed cell are written over
    /// in any case, so the last ones are looked for.
    private func isErased(_ wrapped: [UInt8]) async throws(VaultError) -> Bool {
        for _ in 0..<Self.looks {
            let isEmpty = try await context.storing { () async throws(StoreFailure) in try await store.emptyWAL() }
            if isEmpty { break }
            await pause(20)
        }
        let trace = Array(wrapped.suffix(32))
        return try await offLoop { [context, store] () throws(VaultError) in
            try context.stored { () throws(StoreFailure) in try !store.filesHold(trace) }
        }
    }
}
