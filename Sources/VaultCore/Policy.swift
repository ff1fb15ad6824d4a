/// Proof that policy allowed one caller one method at one provider; only `Policy` can make one, and whatever acts takes
/// one as a parameter.
package struct Permit: Sendable {
    package let client: ClientName
    package let method: Method
    package let provider: ProviderName?

    fileprivate init(client: ClientName, method: Method, provider: ProviderName?) {
        self.client = client
        self.method = method
        self.provider = provider
    }
}

/// What policy says to one question.
package enum Decision: Sendable {
    case allow(Permit)
    case deny(DenyReason)
}

/// Why policy said no; for the audit log and `policy.explain`, never for the caller, who could learn from it what exists.
package enum DenyReason: String, Sendable {
    case unknownClient = "unknown_client"
    case methodNotAllowed = "method_not_allowed"
    case providerNotAllowed = "provider_not_allowed"
    case wrongSocket = "wrong_socket"
}

/// Default deny: client × method × provider, compiled once when the configuration is loaded and immutable after it.
package struct Policy: Sendable {
    private let clients: [ClientName: CompiledClient]
    private let selectors: [(selector: PeerSelector, client: ClientName)]

    package static let denyAll = Policy(clients: [], providers: ProviderRegistry())

    /// - Parameter providers: gives the numbers that the compiled bit sets are indexed by.
    package init(clients settings: [ClientSettings], providers: ProviderRegistry) {
        var compiled: [ClientName: CompiledClient] = [:]
        for client in settings {
            compiled[client.name] = CompiledClient(client, providers: providers)
        }
        clients = compiled
        selectors = settings.flatMap { client in client.selectors.map { ($0, client.name) } }
    }

    /// The first configured client that the peer matches, in the order of the configuration.
    package func client(for peer: PeerIdentity) -> ClientName? {
        selectors.first { $0.selector.matches(peer) }?.client
    }

    /// The rules of one client, for a connection to keep while this policy is in force.
    package func compiled(_ client: ClientName?) -> CompiledClient {
        client.flatMap { clients[$0] } ?? .none
    }

    /// The one place that decides. `system.ping` is open to everyone who can connect.
    ///
    /// - Parameter provider: the provider that the call concerns; nil for methods that concern none.
    package func decide(_ caller: Caller, _ method: Method, provider: ProviderName?) -> Decision {
        if method == .systemPing {
            return .allow(Permit(client: caller.client ?? Self.anyone, method: method, provider: nil))
        }
        if method.isAdminOnly && caller.socket != .admin { return .deny(.wrongSocket) }
        guard let name = caller.client, let client = clients[name] else { return .deny(.unknownClient) }
        guard let reach = client.reach(of: method) else { return .deny(.methodNotAllowed) }
        if let provider, !reach.contains(provider) { return .deny(.providerNotAllowed) }
        return .allow(Permit(client: name, method: method, provider: provider))
    }

    /// Stands in the permit of a peer that matched no client.
    private static let anyone: ClientName = {
        // The literal keeps the rule of names, so this cannot fail.
        guard let name = try? ClientName("unmatched") else { preconditionFailure("a literal client name is valid") }
        return name
    }()
}

/// What the kernel's word about a peer must say for it to be a client; what is nil does not matter.
package struct PeerSelector: Hashable, Sendable {
    package let uid: UInt32?
    package let gid: UInt32?

    package init(uid: UInt32?, gid: UInt32?) {
        self.uid = uid
        self.gid = gid
    }

    /// An empty selector matches nobody: a forgotten rule must not open the vault.
    package func matches(_ peer: PeerIdentity) -> Bool {
        if uid == nil && gid == nil { return false }
        return (uid == nil || uid == peer.uid) && (gid == nil || gid == peer.gid)
    }
}
