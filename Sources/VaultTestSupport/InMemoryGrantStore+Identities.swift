import Synchronization
package import VaultCore

extension InMemoryGrantStore: IdentityStore {
    package func identityKey() throws(StoreFailure) -> IdentityKey? { state.withLock { $0.identityKey } }

    package func add(_ key: IdentityKey) async throws(StoreFailure) {
        try write { state throws(StoreFailure) in
            guard state.identityKey == nil, state.masterKeys[key.key.masterKey]?.state != .destroyed else {
                throw .conflict
            }
            state.identityKey = key
            state.masterKeys[key.key.masterKey]?.wraps += 1
        }
    }

    package func identity(
        _ accountTag: [UInt8], at provider: ProviderName
    ) throws(StoreFailure) -> StoredIdentity? {
        state.withLock { state in
            state.identities.first { $0.provider == provider && $0.accountTag == accountTag }
        }
    }

    package func claim(
        _ identity: StoredIdentity, _ linking: IdentityLinking,
        telling tale: @escaping @Sendable (IdentityClaimOutcome) -> [AuditEvent]
    ) async throws(StoreFailure) -> IdentityClaimOutcome {
        let claim = { (state: inout State) -> IdentityClaimOutcome in
            func isSameAccount(_ other: StoredIdentity) -> Bool {
                other.provider == identity.provider && other.accountTag == identity.accountTag
            }
            func isSameSubject(_ other: StoredIdentity) -> Bool {
                other.subject.text.utf8.elementsEqual(identity.subject.text.utf8)
            }
            let present = state.identities.first(where: isSameAccount)
            let hasOther = state.identities.contains { isSameSubject($0) && !isSameAccount($0) }
            if present.map(isSameSubject) == true { return .known }
            if present != nil, linking != .assigned { return .accountTaken }
            if hasOther, linking == .first { return .subjectTaken }
            state.identities.removeAll(where: isSameAccount)
            state.identities.append(identity)
            return present != nil ? .moved : hasOther ? .joined : .added
        }
        return try write(claim) { [.added, .joined, .moved].contains($0) ? tale($0) : [] }
    }

    package func forget(
        _ oblivion: IdentityOblivion, telling events: [AuditEvent]
    ) async throws(StoreFailure) -> Int {
        let forget = { (state: inout State) -> Int in
            let before = state.identities.count
            state.identities.removeAll {
                $0.subject == oblivion.subject && (oblivion.provider ?? $0.provider) == $0.provider
            }
            return before - state.identities.count
        }
        return try write(forget) { $0 > 0 ? events : [] }
    }

    /// As somebody would who writes to the store's file.
    package func changeIdentities(_ change: (inout [StoredIdentity]) -> Void) {
        state.withLock { change(&$0.identities) }
    }
}
