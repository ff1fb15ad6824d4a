import VaultCore
import VaultWire

extension RequestHandler {
    /// `policy.explain`: what the policy in force would say, asked without the call.
    func explainPolicy(_ question: PolicyQuestion, _ gate: Gate) throws(VaultError) -> Reply {
        _ = try gate.permit()
        return .explanation(gate.policy.explain(question))
    }
}
