import Synchronization
import VaultCore
import VaultService
import VaultTestSupport

/// A world with the use cases of master keys; key 1 is active.
struct KeyWorld {
    let world: World
    let worker: RewrapWorker
    let keys: KeyService
    let changes = KeyChanges()
    let shelf = FakeShelf()

    init(
        _ world: World = World(), batch: Int = 4, pause: @escaping Pause = { _ in },
        checkpoint: @escaping @Sendable (KeyStep) -> Void = { _ in }
    ) throws {
        self.world = world
        worker = RewrapWorker(
            world.context, store: world.store, keyring: world.sealer, batch: batch, pause: pause,
            checkpoint: checkpoint)
        keys = KeyService(
            world.context, store: world.store, keyring: world.sealer, shelf: shelf, changes: changes, worker: worker,
            pause: pause,
            checkpoint: checkpoint)
        if try world.store.masterKeys().isEmpty {
            try world.store.add(
                StoredMasterKey(
                    version: version(1), state: .active, wrapped: Array("the first wrapped master key".utf8),
                    createdAt: world.clock.now()))
        }
    }

    func version(_ number: Int64) -> MasterKeyVersion { MasterKeyVersion(number: number) }

    @discardableResult
    func prepare() async throws(VaultError) -> MasterKeyStatus {
        try await keys.prepare(Fixtures.permit(.keyPrepare, at: nil), caller: Fixtures.caller)
    }

    @discardableResult
    func activate(_ number: Int64? = nil) async throws(VaultError) -> MasterKeyStatus {
        try await keys.activate(
            number.map(version), Fixtures.permit(.keyActivate, at: nil), caller: Fixtures.caller)
    }

    func status() async throws(VaultError) -> KeyReport {
        try await keys.status(Fixtures.permit(.keyStatus, at: nil))
    }

    /// Without how long anything took.
    func progress() async throws(VaultError) -> RewrapProgress {
        var progress = try await status().rewrap
        progress.longestWrite = 0
        return progress
    }

    func verify() async throws(VaultError) -> KeyVerification {
        try await keys.verify(Fixtures.permit(.keyVerify, at: nil), caller: Fixtures.caller)
    }

    @discardableResult
    func destroy(_ number: Int64) async throws(VaultError) -> KeyDestruction {
        try await keys.destroy(version(number), Fixtures.permit(.keyDestroy, at: nil), caller: Fixtures.caller)
    }

    /// From key 1 to key 2, and key 1 is gone.
    func rotate() async throws {
        try await prepare()
        try await activate()
        await worker.workOff()
        try await destroy(1)
    }

    func putGrants(_ count: Int) async throws -> [Grant] {
        var grants: [Grant] = []
        for number in 0..<count {
            grants.append(
                try await world.put(
                    Fixtures.put(Fixtures.key("user:default/u\(number)"), refreshToken: "rt-\(number)")))
        }
        return grants
    }
}
