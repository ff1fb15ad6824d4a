package import VaultCore

/// All that a reload replaces at once.
package struct ServerRules: Sendable {
    package var policy: Policy
    package var limits: LimitSettings
    package var tokens: TokenSettings

    package init(policy: Policy, limits: LimitSettings = LimitSettings(), tokens: TokenSettings = TokenSettings()) {
        self.policy = policy
        self.limits = limits
        self.tokens = tokens
    }
}
