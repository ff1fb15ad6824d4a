import Glibc
import VaultCore

/// Policies for callers that are this very process.
enum Policies {
    static func everyone(
        named name: String, _ registry: ProviderRegistry,
        rules: [ClientRule] = [ClientRule(methods: Method.allCases, providers: .all)], limits: ClientLimits = .none,
        others: [ClientSettings] = []
    ) throws -> Policy {
        let client = ClientSettings(
            name: try ClientName(name), selectors: [PeerSelector(uid: geteuid(), gid: nil)],
            rules: rules, limits: limits)
        return Policy(clients: [client] + others, providers: registry)
    }
}
