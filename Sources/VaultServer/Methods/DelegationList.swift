import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `delegation.list`: one page of the delegations of grants that the caller reaches.
    func listDelegations(_ filter: DelegationFilter, _ gate: Gate) throws(VaultError) -> Reply {
        let permit = try gate.permit()
        var visible = filter
        visible.providers = gate.visible(among: nil, settings.providers.map(\.name))
        var page = try delegations.list(visible, permit)
        // As with grants: a page may be short, and another follow it.
        page.delegations.removeAll { !gate.reaches($0.key.provider, $0.key.subject) }
        return .delegations(page)
    }
}
