import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `provider.test`: discovery, TLS, clock and credentials, without a token of anybody.
    func testProvider(_ name: ProviderName, _ gate: Gate) async throws(VaultError) -> Reply {
        _ = try gate.permit(for: name)
        guard let configured = settings.provider(name) else { throw .notFound(what: "provider") }
        return .probe(name, await provider.probe(configured))
    }
}
