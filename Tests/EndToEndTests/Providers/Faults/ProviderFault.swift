/// One way in which a provider, or the road to it, goes wrong, and what has to come of it.
struct ProviderFault: Sendable {
    /// Where the fault is made.
    enum Source: Sendable {
        /// Members of a fault of the simulator.
        case simulated(String)
        /// A path of `Tests/idp/support/broken.py`.
        case broken(String)
        /// A case of `Tests/idp/front.py`.
        case front(String)
    }

    /// The provider's name in the configuration, and its subject's.
    let name: String
    let source: Source
    /// What a caller is answered: `token`, or an error's type and what tells more of it.
    let atRotating: String
    /// The same where the provider keeps its refresh tokens, so that a lost answer may be asked for again.
    let atKeeping: String
    /// Nothing comes until the deadline.
    var isSlow = false
    /// What a token that is served lives, at most.
    var life: Int64 = 3_600
    /// The `sub` that the grant is pinned to.
    var pin: String?

    static let lost = "reauth_required lost_rotation"
    static let refused = "reauth_required refresh_token_refused"
    static let noAnswer = "provider_unavailable no_answer"
    static let badAnswer = "provider_unavailable bad_answer"
    static let unreachable = "provider_unavailable unreachable"
    static let rateLimited = "provider_unavailable rate_limited"
    static let serverError = "provider_unavailable server_error"

    var subject: String { "user:default/\(name)" }
    /// The same comes of it wherever it happens.
    init(_ name: String, _ source: Source, _ outcome: String, isSlow: Bool = false, life: Int64 = 3_600) {
        self.init(name, source, outcome, outcome, isSlow: isSlow)
        self.life = life
    }

    init(_ name: String, _ source: Source, _ atRotating: String, _ atKeeping: String, isSlow: Bool = false) {
        self.name = name
        self.source = source
        self.atRotating = atRotating
        self.atKeeping = atKeeping
        self.isSlow = isSlow
    }

    /// The body of an element of the simulator's `faults`; nil where it has no part in this.
    var simulated: String? {
        guard case .simulated(let members) = source else { return nil }
        return "{\(members),\"subject\":\"\(subject)\"}"
    }
}
