/// The statements that write, each prepared once for the writer's connection.
struct WriteTables {
    let store: StoreWrites
    let masterKeys: MasterKeyWrites
    let grants: GrantWrites
    let recordKeys: RecordKeyWrites
    let labels: LabelWrites
    let tokens: TokenWrites
    let intents: IntentWrites
    let outbox: OutboxWrites

    private let sealOnFirstUse: OnFirstUse<SealWrites>
    private let proofKeysOnFirstUse: OnFirstUse<ProofKeyWrites>
    private let revocationsOnFirstUse: OnFirstUse<RevocationWrites>
    private let delegationsOnFirstUse: OnFirstUse<DelegationWrites>
    private let sessionsOnFirstUse: OnFirstUse<SessionWrites>
    private let subjectsOnFirstUse: OnFirstUse<SubjectWrites>
    private let scopeUsesOnFirstUse: OnFirstUse<ScopeUseWrites>
    private let identitiesOnFirstUse: OnFirstUse<IdentityWrites>
    private let forecastOnFirstUse: OnFirstUse<ForecastWrites>

    init(_ connection: Connection) throws(SQLiteError) {
        store = try StoreWrites(connection)
        masterKeys = try MasterKeyWrites(connection)
        sealOnFirstUse = OnFirstUse(connection, SealWrites.init)
        grants = try GrantWrites(connection)
        recordKeys = try RecordKeyWrites(connection)
        labels = try LabelWrites(connection)
        tokens = try TokenWrites(connection)
        intents = try IntentWrites(connection)
        outbox = try OutboxWrites(connection)
        proofKeysOnFirstUse = OnFirstUse(connection, ProofKeyWrites.init)
        revocationsOnFirstUse = OnFirstUse(connection, RevocationWrites.init)
        delegationsOnFirstUse = OnFirstUse(connection, DelegationWrites.init)
        sessionsOnFirstUse = OnFirstUse(connection, SessionWrites.init)
        subjectsOnFirstUse = OnFirstUse(connection, SubjectWrites.init)
        scopeUsesOnFirstUse = OnFirstUse(connection, ScopeUseWrites.init)
        identitiesOnFirstUse = OnFirstUse(connection, IdentityWrites.init)
        forecastOnFirstUse = OnFirstUse(connection, ForecastWrites.init)
    }
}

extension WriteTables {
    var seal: SealWrites { get throws(SQLiteError) { try sealOnFirstUse.statements } }
    var proofKeys: ProofKeyWrites { get throws(SQLiteError) { try proofKeysOnFirstUse.statements } }
    var revocations: RevocationWrites { get throws(SQLiteError) { try revocationsOnFirstUse.statements } }
    var delegations: DelegationWrites { get throws(SQLiteError) { try delegationsOnFirstUse.statements } }
    var sessions: SessionWrites { get throws(SQLiteError) { try sessionsOnFirstUse.statements } }
    var subjects: SubjectWrites { get throws(SQLiteError) { try subjectsOnFirstUse.statements } }
    var scopeUses: ScopeUseWrites { get throws(SQLiteError) { try scopeUsesOnFirstUse.statements } }
    var forecast: ForecastWrites { get throws(SQLiteError) { try forecastOnFirstUse.statements } }
    var identities: IdentityWrites { get throws(SQLiteError) { try identitiesOnFirstUse.statements } }
}
