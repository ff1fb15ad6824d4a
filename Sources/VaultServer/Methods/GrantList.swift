import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `grant.list`: one page of the grants that the caller may see.
    func listGrants(_ filter: GrantFilter, _ gate: Gate) throws(VaultError) -> Reply {
        let permit = try gate.permit()
        var visible = filter
        visible.providers = gate.visible(among: filter.providers, settings.providers.map(\.name))
        var page = try grants.list(visible, permit)
        // Providers are narrowed in the query; whose grants they are, here: a page may be short, and another follow it.
        page.grants.removeAll { !gate.reaches($0.provider, $0.subject) }
        return .grants(page)
    }
}

extension Gate {
    /// Which providers to look at; nil for all there are, also those no longer configured.
    func visible(among asked: [ProviderName]?, _ configured: [ProviderName]) -> [ProviderName]? {
        if let asked { return asked.filter { reaches($0) } }
        if policy.compiled(caller.client).reachesEveryProvider(by: method) { return nil }
        return configured.filter { reaches($0) }
    }
}
