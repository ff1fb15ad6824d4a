import VaultCore
import VaultWire

extension RequestHandler {
    /// `grant.lookup`: what is stored about one grant, never a token.
    func lookUpGrant(_ selector: GrantSelector, _ gate: Gate) throws(VaultError) -> Reply {
        .grant(try find(selector, gate).0)
    }
}
