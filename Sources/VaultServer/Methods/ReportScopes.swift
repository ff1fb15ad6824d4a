import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `report.scopes`: what clients may have, asked for and got, and which rules could be narrower.
    func reportScopes(_ question: ScopeQuestion, _ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit()
        return .scopeReport(try await scopeUses.report(question, under: gate.policy, permit))
    }
}
