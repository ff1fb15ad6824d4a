package import VaultCore

/// The use cases of master keys: each changes one state, is durable when it returns, and stands in the audit log.
package struct KeyService: Sendable {
    let context: ServiceContext
    let store: any KeyRotationStore
    let keyring: any MasterKeyring
    let shelf: any BackupShelf
    let changes: KeyChanges
    let worker: RewrapWorker
    let pause: Pause
    let checkpoint: @Sendable (KeyStep) -> Void

    /// - Parameters:
    ///   - shelf: reads the directory of backups, where one is configured.
    ///   - changes: shared with whoever else changes keys.
    ///   - checkpoint: called at named steps, for crash tests.
    package init(
        _ context: ServiceContext, store: any KeyRotationStore, keyring: any MasterKeyring, shelf: any BackupShelf,
        changes: KeyChanges,
        worker: RewrapWorker, pause: @escaping Pause = systemPause,
        checkpoint: @escaping @Sendable (KeyStep) -> Void = { _ in }
    ) {
        self.context = context
        self.store = store
        self.keyring = keyring
        self.shelf = shelf
        self.changes = changes
        self.worker = worker
        self.pause = pause
        self.checkpoint = checkpoint
    }

    package func status(_ permit: Permit) async throws(VaultError) -> KeyReport {
        try permit.check(.keyStatus, at: nil)
        return try await report()
    }

    /// Makes the next master key; nothing is wrapped under it before it is activated.
    package func prepare(_ permit: Permit, caller: Caller) async throws(VaultError) -> MasterKeyStatus {
        try permit.check(.keyPrepare, at: nil)
        return try await prepare(by: .caller(caller, .keyPrepare))
    }

    func prepare(by author: KeyAuthor) async throws(VaultError) -> MasterKeyStatus {
        try await changes.alone { () async throws(VaultError) in
            let (keys, records) = try await state()
            let version = try allowed { () throws(KeyChangeRefusal) in
                try MasterKeyLifecycle(keys).prepare(records: worker.rewrappable(records))
            }
            let wrapped = try context.sealing { () throws(SealFailure) in try keyring.makeMasterKey(version) }
            let key = StoredMasterKey(
                version: version, state: .prepared, wrapped: wrapped, createdAt: context.clock.now())
            try await changing { () async throws(StoreFailure) in
                try await store.prepare(key, telling: [author.event(.masterKeyPrepared, .done, version)])
            }
            checkpoint(.keyPrepared)
            return try await follow(version)
        }
    }

    /// From its return on, new record keys are wrapped under this key; the one before is retiring.
    ///
    /// - Parameter version: nil for the one that is prepared.
    package func activate(
        _ version: MasterKeyVersion?, _ permit: Permit, caller: Caller
    ) async throws(VaultError) -> MasterKeyStatus {
        try permit.check(.keyActivate, at: nil)
        return try await activate(version, by: .caller(caller, .keyActivate))
    }

    func activate(_ version: MasterKeyVersion?, by author: KeyAuthor) async throws(VaultError) -> MasterKeyStatus {
        try await changes.alone { () async throws(VaultError) in
            let (keys, _) = try await state()
            let version = try allowed { () throws(KeyChangeRefusal) in
                try MasterKeyLifecycle(keys).activate(version)
            }
            // A key that is not open would lock everybody out at once: it is opened before it is made active.
            try context.sealing { () throws(SealFailure) in try keyring.follow(keys) }
            try await changing { () async throws(StoreFailure) in
                try await store.activate(
                    version, at: context.clock.now(), telling: [author.event(.masterKeyActivated, .done, version)])
            }
            checkpoint(.keyActivated)
            return try await follow(version)
        }
    }

    /// Moves what is left under retiring keys to the active one, in the background.
    package func rewrap(_ permit: Permit) async throws(VaultError) -> KeyReport {
        try permit.check(.keyRewrap, at: nil)
        // As it was before: the caller counts from there.
        var report = try await report()
        worker.start()
        report.rewrap.isRunning = true
        return report
    }

    // MARK: what the use cases are made of

    func state() async throws(VaultError) -> ([StoredMasterKey], records: [MasterKeyVersion: Int]) {
        try await offLoop { [context, store] () throws(VaultError) in
            try context.stored { () throws(StoreFailure) in (try store.masterKeys(), try store.recordKeyCounts()) }
        }
    }

    func report() async throws(VaultError) -> KeyReport {
        // Looked at before the records are counted: where it says that nothing runs, the counts are those of the end.
        var rewrap = worker.progress()
        let (keys, records) = try await state()
        let retiring = keys.filter { $0.state == .retiring }.map(\.version)
        rewrap.left = retiring.reduce(0) { $0 + (records[$1] ?? 0) }
        let schedule = KeySchedule(context.settings.keys)
        let told = keys.map {
            MasterKeyStatus($0, records: records[$0.version] ?? 0, destroyedFrom: schedule.destruction(of: $0))
        }
        return KeyReport(keys: told, rewrap: rewrap, rotatesAt: schedule.rotation(of: keys))
    }

    func allowed<Value>(_ body: () throws(KeyChangeRefusal) -> Value) throws(VaultError) -> Value {
        do throws(KeyChangeRefusal) { return try body() } catch { throw VaultError(error) }
    }

    func changing(_ body: () async throws(StoreFailure) -> Void) async throws(VaultError) {
        do throws(StoreFailure) {
            try await body()
        } catch .conflict {
            throw .keysChanged
        } catch {
            throw VaultError(error)
        }
    }

    /// Puts what the store now says into use.
    func follow(_ version: MasterKeyVersion) async throws(VaultError) -> MasterKeyStatus {
        let (keys, records) = try await state()
        // Sealed meanwhile: whoever unseals reads the same rows.
        do throws(SealFailure) { try keyring.follow(keys) } catch .isSealed {} catch { throw VaultError(error) }
        guard let key = keys.first(where: { $0.version == version }) else { throw .keysChanged }
        return MasterKeyStatus(key, records: records[version] ?? 0)
    }
}
