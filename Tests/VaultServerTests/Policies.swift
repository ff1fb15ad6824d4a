import Glibc
import VaultCore

/// Policies for callers that are this very process.
enum Policies {
    static func everyone(
        named name: String, _ registry: ProviderRegistry, methods: [Method] = Method.allCases,
        providers: ProviderSelection = .all
    ) throws -> Policy {
        let client = ClientSettings(
            name: try ClientName(name), selectors: [PeerSelector(uid: geteuid(), gid: nil)],
            rules: [ClientRule(methods: methods, providers: providers)])
        return Policy(clients: [client], providers: registry)
    }
}
