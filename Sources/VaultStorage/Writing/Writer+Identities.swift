import VaultCore

extension Writer {
    func add(_ key: IdentityKey) throws(SQLiteError) -> WriteOutcome {
        if destroyedKeys.contains(key.key.masterKey) { return .failed(.conflict) }
        guard try tables.identities.insert(key: key.record) else { return .failed(.conflict) }
        try tables.recordKeys.insert(key.key, of: key.record)
        wraps.add(key.key.masterKey)
        return .done
    }

    /// Looks and keeps in one transaction, on the one thread that writes: between the two nobody else can.
    func claim(
        _ identity: StoredIdentity, _ linking: IdentityLinking
    ) throws(SQLiteError) -> IdentityClaimOutcome {
        let present = try tables.identities.subject(of: identity)
        // By bytes: to a String, texts may be equal that are written differently.
        if let present, present.utf8.elementsEqual(identity.subject.text.utf8) { return .known }
        guard present == nil || linking == .assigned else { return .accountTaken }
        let hasOther = try tables.identities.hasOther(than: identity)
        guard !hasOther || linking != .first else { return .subjectTaken }
        try tables.identities.keep(identity)
        return present != nil ? .moved : hasOther ? .joined : .added
    }
}
