import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `grant.list`: one page of the grants that the caller may see.
    func listGrants(_ filter: GrantFilter, _ gate: Gate) throws(VaultError) -> Reply {
        let permit = try gate.permit()
        var visible = filter
        visible.providers = gate.visible(among: filter.providers, settings.providers.map(\.name))
        return .grants(try grants.list(visible, permit))
    }
}

extension Gate {
    /// Which providers to look at; nil for all there are, also those no longer configured.
    fileprivate func visible(among asked: [ProviderName]?, _ configured: [ProviderName]) -> [ProviderName]? {
        if let asked { return asked.filter(reaches) }
        guard let reach = policy.compiled(caller.client).reach(of: method) else { return [] }
        return reach.isEverything ? nil : configured.filter(reaches)
    }
}
