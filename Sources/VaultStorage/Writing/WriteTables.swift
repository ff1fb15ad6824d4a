/// The statements that write, each prepared once for the writer's connection.
struct WriteTables {
    let store: StoreWrites
    let masterKeys: MasterKeyWrites
    let putLook: PutLook
    let grants: GrantWrites
    let recordKeys: RecordKeyWrites
    let labels: LabelWrites
    let tokens: TokenWrites
    let intents: IntentWrites
    let outbox: OutboxWrites

    let seal: SealWrites
    let proofKeys: ProofKeyWrites
    let revocations: RevocationWrites
    let delegations: DelegationWrites
    let sessions: SessionWrites
    let subjects: SubjectWrites
    let scopeUses: ScopeUseWrites
    let identities: IdentityWrites
    let forecast: ForecastWrites

    init(_ connection: Connection) {
        store = StoreWrites(connection)
        masterKeys = MasterKeyWrites(connection)
        seal = SealWrites(connection)
        putLook = PutLook(connection)
        grants = GrantWrites(connection)
        recordKeys = RecordKeyWrites(connection)
        labels = LabelWrites(connection)
        tokens = TokenWrites(connection)
        intents = IntentWrites(connection)
        outbox = OutboxWrites(connection)
        proofKeys = ProofKeyWrites(connection)
        revocations = RevocationWrites(connection)
        delegations = DelegationWrites(connection)
        sessions = SessionWrites(connection)
        subjects = SubjectWrites(connection)
        scopeUses = ScopeUseWrites(connection)
        identities = IdentityWrites(connection)
        forecast = ForecastWrites(connection)
    }
}
