/// A call that somebody might make, asked about without making it.
package struct PolicyQuestion: Hashable, Sendable {
    package var client: ClientName
    package var socket: SocketRole
    package var method: Method
    package var provider: ProviderName?
    package var subject: Subject?
    package var scopes: ScopeSet?

    package init(
        client: ClientName, socket: SocketRole, method: Method, provider: ProviderName? = nil, subject: Subject? = nil,
        scopes: ScopeSet? = nil
    ) {
        self.client = client
        self.socket = socket
        self.method = method
        self.provider = provider
        self.subject = subject
        self.scopes = scopes
    }
}

/// What policy would say to a question, and why: for operators, never for the caller itself.
package struct PolicyExplanation: Equatable, Sendable {
    /// nil: it would be allowed.
    package let reason: DenyReason?
    /// The rule that decides; nil where none is about the call.
    package let rule: RuleName?
    package let terms: RuleTerms
    /// Of the scopes asked about, those that the rule does not let the client have.
    package let scopesBeyond: [String]

    package init(reason: DenyReason?, rule: RuleName?, terms: RuleTerms, scopesBeyond: [String]) {
        self.reason = reason
        self.rule = rule
        self.terms = terms
        self.scopesBeyond = scopesBeyond
    }
}

extension Policy {
    /// The same decision as for the call itself, made by the same function.
    package func explain(_ question: PolicyQuestion) -> PolicyExplanation {
        // Only the client counts: whoever the peer was, it would have been recognised before.
        let peer = PeerIdentity(uid: .max, gid: .max, pid: 0)
        let caller = Caller(peer: peer, socket: question.socket, client: question.client)
        switch decide(caller, question.method, provider: question.provider, subject: question.subject) {
        case .deny(let reason):
            return PolicyExplanation(reason: reason, rule: nil, terms: .none, scopesBeyond: [])
        case .allow(let permit):
            let beyond = permit.terms.scopes.flatMap { question.scopes?.missing(from: $0) } ?? []
            return PolicyExplanation(
                reason: beyond.isEmpty ? nil : .scopeExceeded, rule: permit.rule, terms: permit.terms,
                scopesBeyond: beyond)
        }
    }
}
