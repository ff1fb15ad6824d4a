import VaultCommandLine
package import VaultCore

/// One thing that the table says of a provider, as the configuration would write it.
package struct PresetFact: Hashable, Sendable {
    /// A member of the provider's entry, or a name of something that is only known: `expires_in`,
    /// `refusal`, `wrong_client`.
    package let member: String
    package let text: String
    package let source: String
    package let isVerified: Bool

    init<Value>(_ member: String, _ fact: Sourced<Value>, _ text: (Value) -> String) {
        self.member = member
        self.text = text(fact.value)
        source = fact.source
        isVerified = fact.isVerified
    }
}

extension ProviderPreset {
    /// Every value with its source, in the order of the configuration's members.
    package var facts: [PresetFact] { addressFacts + clientFacts + answerFacts + errorFacts + lifeFacts }

    private var addressFacts: [PresetFact] {
        [
            issuer.map { PresetFact("issuer", $0) { $0 } },
            tokenEndpoint.map { PresetFact("token_endpoint", $0) { $0 } },
            revocationEndpoint.map { PresetFact("revocation_endpoint", $0) { $0 } },
            revocation.map { PresetFact("revocation", $0, \.rawValue) },
        ].compactMap { $0 }
    }

    private var clientFacts: [PresetFact] {
        let grace: [PresetFact] =
            MemberText.grace(rotation.value).map { text in
                [PresetFact("rotation_grace", rotation) { _ in text }]
            } ?? []
        return [
            authentication.map { PresetFact("client_authentication", $0, \.rawValue) },
            basicIsRaw.map { PresetFact("basic_is_raw", $0) { "\($0)" } },
            PresetFact("rotation", rotation, MemberText.rotation),
        ].compactMap { $0 } + grace
            + [narrowing.map { PresetFact("narrowing", $0, \.rawValue) }].compactMap { $0 }
    }

    private var answerFacts: [PresetFact] {
        [
            defaultExpiresIn.map { PresetFact("default_expires_in", $0, MemberText.duration) },
            omitsExpiresIn.map { PresetFact("expires_in", $0) { $0 ? "missing" : "sent" } },
            requestForm.map { PresetFact("request_form", $0, \.rawValue) },
            answerForm.map { PresetFact("answer_form", $0, \.rawValue) },
            tokensIn.map { PresetFact("tokens_in", $0) { $0 } },
            successMember.map { PresetFact("success_member", $0) { $0 } },
            scopeSeparator.map { PresetFact("scope_separator", $0, \.rawValue) },
            extraParameters.map { PresetFact("extra_parameters", $0, MemberText.parameters) },
        ].compactMap { $0 }
    }

    private var errorFacts: [PresetFact] {
        errors.map { PresetFact("errors", $0, MemberText.errors) }
            + [
                refusal.map { PresetFact("refusal", $0) { "\($0.status) \($0.code)" } },
                wrongClient.map { PresetFact("wrong_client", $0) { "\($0.status) \($0.code)" } },
            ].compactMap { $0 }
    }

    private var lifeFacts: [PresetFact] {
        [
            absoluteLife.map { PresetFact("absolute_life", $0, MemberText.duration) },
            idleLife.map { PresetFact("idle_life", $0, MemberText.duration) },
            issuanceCap.map { PresetFact("issuance_cap", $0, MemberText.cap) },
        ].compactMap { $0 }
    }
}
