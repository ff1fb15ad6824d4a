/// Every statement that writes, prepared once for the writer's connection.
struct WriteTables {
    let store: StoreWrites
    let masterKeys: MasterKeyWrites
    let seal: SealWrites
    let grants: GrantWrites
    let recordKeys: RecordKeyWrites
    let labels: LabelWrites
    let tokens: TokenWrites
    let intents: IntentWrites
    let revocations: RevocationWrites
    let delegations: DelegationWrites
    let sessions: SessionWrites
    let subjects: SubjectWrites
    let scopeUses: ScopeUseWrites
    let identities: IdentityWrites

    init(_ connection: Connection) throws(SQLiteError) {
        store = try StoreWrites(connection)
        masterKeys = try MasterKeyWrites(connection)
        seal = try SealWrites(connection)
        grants = try GrantWrites(connection)
        recordKeys = try RecordKeyWrites(connection)
        labels = try LabelWrites(connection)
        tokens = try TokenWrites(connection)
        intents = try IntentWrites(connection)
        revocations = try RevocationWrites(connection)
        delegations = try DelegationWrites(connection)
        sessions = try SessionWrites(connection)
        subjects = try SubjectWrites(connection)
        scopeUses = try ScopeUseWrites(connection)
        identities = try IdentityWrites(connection)
    }
}
