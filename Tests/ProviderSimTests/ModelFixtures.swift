@testable import vault_provider_sim

/// A model with one minted lineage, and the time in its hand.
final class MintedModel {
    var model = TokenModel()
    var now: Int64 = 1_000_000
    let first: IssuedTokens

    init(_ rotation: RotationRule, scopes: [String] = ["a", "b"], change: (inout LineageRules) -> Void = { _ in }) {
        var rules = LineageRules()
        rules.rotation = rotation
        change(&rules)
        first = model.mint(MintRequest.of("user:default/alice", scopes: scopes, rules: rules), at: now)
    }

    var lineage: Lineage? { model.lineages[first.lineage] }

    func refresh(_ text: String, scope: [String]? = nil) -> RefreshOutcome {
        model.refresh(text, scope: scope, at: now)
    }

    func pass(seconds: Int64) { now += seconds * 1000 }
}

extension MintRequest {
    static func of(_ subject: String, scopes: [String] = ["a", "b"], rules: LineageRules = LineageRules())
        -> MintRequest
    {
        MintRequest(subject: subject, scopes: scopes, identity: Identity(sub: "s-1"), rules: rules)
    }
}

extension RefreshOutcome {
    var tokens: IssuedTokens? {
        switch self {
        case .issued(let tokens, _): tokens
        case .refused: nil
        }
    }
}
