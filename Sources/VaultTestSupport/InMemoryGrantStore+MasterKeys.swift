import Synchronization
package import VaultCore

extension InMemoryGrantStore {
    package func storeID() throws(StoreFailure) -> [UInt8] { Array(0..<16) }

    package func masterKeys() throws(StoreFailure) -> [StoredMasterKey] {
        state.withLock { state in state.masterKeys.values.sorted { $0.version < $1.version } }
    }

    package func add(_ key: StoredMasterKey) throws(StoreFailure) { try add(key, telling: []) }

    func add(_ key: StoredMasterKey, telling events: [AuditEvent]) throws(StoreFailure) {
        try change(telling: events) { state throws(StoreFailure) in
            let isSecond =
                [.active, .prepared].contains(key.state) && state.masterKeys.values.contains { $0.state == key.state }
            guard state.masterKeys[key.version] == nil, !isSecond else { throw .conflict }
            state.masterKeys[key.version] = key
        }
    }

    package func passphraseSeal() throws(StoreFailure) -> PassphraseSeal? { state.withLock(\.seal) }

    package func begin(with key: StoredMasterKey, seal: PassphraseSeal?) throws(StoreFailure) {
        try write { state throws(StoreFailure) in
            guard state.masterKeys.isEmpty else { throw .conflict }
            state.masterKeys[key.version] = key
            state.seal = seal
        }
    }

    package func replaceWrapped(
        _ wrapped: [MasterKeyVersion: [UInt8]], seal: PassphraseSeal?, telling events: [AuditEvent]
    ) async throws(StoreFailure) {
        try change(telling: events) { state throws(StoreFailure) in
            let living = state.masterKeys.values.filter { $0.state != .destroyed }
            guard Set(living.map(\.version)) == Set(wrapped.keys) else { throw .conflict }
            for key in living { state.masterKeys[key.version]?.wrapped = wrapped[key.version] ?? [] }
            state.seal = seal
        }
    }
}
