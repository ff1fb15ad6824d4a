package import VaultCore

/// All that a reload replaces at once.
package struct ServerRules: Sendable {
    package var policy: Policy
    package var limits: LimitSettings
    package var tokens: TokenSettings
    /// What is done also while its record cannot be written (`AuditSettings.unrecorded`).
    package var unrecorded: Set<Method.Consequence>

    package init(
        policy: Policy, limits: LimitSettings = LimitSettings(), tokens: TokenSettings = TokenSettings(),
        unrecorded: Set<Method.Consequence> = AuditSettings(path: "").unrecorded
    ) {
        self.policy = policy
        self.limits = limits
        self.tokens = tokens
        self.unrecorded = unrecorded
    }

    /// - Parameter method: nil for none that there is: its error tells nothing.
    func answersUnrecorded(_ method: Method?) -> Bool {
        switch method?.consequence {
        case nil, .status: true
        case .giving: false
        case .ending?, .reading?: method.map { unrecorded.contains($0.consequence) } ?? true
        }
    }
}
