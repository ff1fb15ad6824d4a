/// Proof that policy allowed one caller one method at one provider for one subject; only `Policy` can make one, and whatever
/// acts takes one as a parameter.
package struct Permit: Sendable {
    package let client: ClientName
    package let method: Method
    package let provider: ProviderName?
    package let subject: Subject?
    /// The rule that allowed it; nil for what is open to everyone.
    package let rule: RuleName?
    /// What the rule demands and caps; the service keeps to it.
    package let terms: RuleTerms

    fileprivate init(
        client: ClientName, method: Method, provider: ProviderName?, subject: Subject?, rule: RuleName? = nil,
        terms: RuleTerms = .none
    ) {
        self.client = client
        self.method = method
        self.provider = provider
        self.subject = subject
        self.rule = rule
        self.terms = terms
    }
}

/// What policy says to one question.
package enum Decision: Sendable {
    case allow(Permit)
    case deny(DenyReason)
}

/// Default deny: client × method × provider × subject, compiled once when the configuration is loaded and immutable after it.
///
/// The first rule of the client, in the order of the configuration, that names method, provider and subject decides; no
/// later one is looked at, so that a narrow rule before a wide one is an exception to it.
package struct Policy: Sendable {
    let clients: [ClientName: CompiledClient]
    private let selectors: [(selector: PeerSelector, name: SelectorName)]
    /// What each client may use up; counted elsewhere, as a policy is the same for every call.
    package let limits: [ClientName: ClientLimits]

    package static let denyAll = Policy(clients: [], providers: ProviderRegistry())

    /// - Parameter providers: gives the numbers that the compiled bit sets are indexed by.
    package init(clients settings: [ClientSettings], providers: ProviderRegistry) {
        var compiled: [ClientName: CompiledClient] = [:]
        for client in settings {
            compiled[client.name] = CompiledClient(client, providers: providers)
        }
        clients = compiled
        limits = Dictionary(settings.map { ($0.name, $0.limits) }, uniquingKeysWith: { first, _ in first })
        selectors = settings.flatMap { client in
            client.selectors.enumerated().map { ($1, SelectorName(client: client.name, number: $0)) }
        }
    }

    /// The first configured client that the peer matches, in the order of the configuration, and what about its process
    /// decided it; nil also for a peer about whom too little is known to tell which is the first.
    package func match(for peer: PeerIdentity) -> (name: SelectorName, facts: PeerFacts)? {
        for (selector, name) in selectors {
            guard let missing = selector.missing(about: peer) else { continue }
            return missing.isEmpty ? (name, selector.needs) : nil
        }
        return nil
    }

    package func client(for peer: PeerIdentity) -> ClientName? { match(for: peer)?.name.client }

    /// What must be found out about the peer's process before it can be told which client it is: nothing where users and
    /// groups tell.
    package func missingFacts(about peer: PeerIdentity) -> PeerFacts {
        var facts: PeerFacts = []
        for (selector, _) in selectors {
            guard let missing = selector.missing(about: peer) else { continue }
            // It matches: no later one is looked at.
            if missing.isEmpty { break }
            facts.formUnion(missing)
        }
        return facts
    }

    /// The rules of one client, for a connection to keep while this policy is in force.
    package func compiled(_ client: ClientName?) -> CompiledClient {
        client.flatMap { clients[$0] } ?? .none
    }

    /// The one place that decides. `system.ping` is open to everyone who can connect.
    ///
    /// - Parameters:
    ///   - provider: the provider that the call concerns; nil for methods that concern none, and to ask whether the method
    ///     may be called at all.
    ///   - subject: whose grant it concerns; nil for methods that concern none, and to ask whether there is any.
    package func decide(_ caller: Caller, _ method: Method, provider: ProviderName?, subject: Subject? = nil)
        -> Decision
    {
        if method == .systemPing {
            let client = caller.client ?? Self.anyone
            return .allow(Permit(client: client, method: method, provider: nil, subject: nil))
        }
        if method.isAdminOnly && caller.socket != .admin { return .deny(.wrongSocket) }
        guard let name = caller.client, let client = clients[name] else { return .deny(.unknownClient) }
        switch client.firstRule(for: method, provider, subject) {
        case .failure(let reason): return .deny(reason)
        case .success(let rule):
            return .allow(
                Permit(
                    client: name, method: method, provider: provider, subject: subject,
                    rule: RuleName(client: name, number: rule.number), terms: rule.terms))
        }
    }

    /// Whether the configuration names this client.
    package func knows(_ client: ClientName) -> Bool { clients[client] != nil }

    /// A `token.get` by delegation. It needs three yeses, and has the narrowest of three terms: those of the rule by which
    /// the caller may call `token.get` at this provider at all (whose grants, the delegation says), those under which its
    /// creator could get this token itself, now and not when it was made, and its own.
    package func decide(_ caller: Caller, redeeming delegation: Delegation) -> Result<Permit, DelegationRefusal> {
        let (provider, subject) = (delegation.key.provider, delegation.key.subject)
        guard let name = caller.client, name == delegation.client, let client = clients[name] else {
            return .failure(.foreignClient)
        }
        guard let creator = clients[delegation.creator],
            case .success(let source) = creator.firstRule(for: .tokenGet, provider, subject)
        else { return .failure(.creatorMayNot) }
        guard let own = client.ruleForDelegations(at: provider, of: subject) else { return .failure(.clientMayNot) }
        let terms = own.terms.narrowed(by: source.terms).narrowed(by: delegation.terms)
        return .success(
            Permit(
                client: name, method: .tokenGet, provider: provider, subject: subject,
                rule: RuleName(client: name, number: own.number), terms: terms))
    }

    /// Stands in the permit of a peer that matched no client.
    private static let anyone: ClientName = {
        // The literal keeps the rule of names, so this cannot fail.
        guard let name = try? ClientName("unmatched") else { preconditionFailure("a literal client name is valid") }
        return name
    }()
}
