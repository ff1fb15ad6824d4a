import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `grant.reap`: removes grants that have been dead for long, or tells which it would; only those that the caller reaches.
    func reapGrants(_ order: ReapOrder, _ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit()
        return .reaped(
            try await grants.reap(order, permit, caller: gate.caller) { gate.reaches($0.provider, $0.subject) })
    }
}
