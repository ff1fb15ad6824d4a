import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `provider.list`: the configured providers that the caller reaches.
    func listProviders(_ gate: Gate) throws(VaultError) -> Reply {
        _ = try gate.permit()
        return .providers(
            settings.providers.filter { gate.reaches($0.name) }
                .map { ListedProvider($0, breakers.state(of: $0.name)) })
    }
}
