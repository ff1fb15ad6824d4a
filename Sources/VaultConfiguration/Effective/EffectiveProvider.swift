package import VaultCore

/// What a provider's entry comes to, member by member, and where each value is from.
package struct EffectiveProvider: Sendable {
    package let name: ProviderName
    /// Nil where the configuration says all of it.
    package let preset: ProviderPreset?
    package let values: [EffectiveValue]

    /// - Parameter settings: one of the configuration's own.
    package init(_ settings: ProviderSettings, of configuration: LoadedConfiguration) {
        name = settings.name
        preset = settings.preset.flatMap(ProviderPreset.named)
        let entry = "providers.\(settings.name.text)"
        let facts = preset?.facts ?? []
        let members = EffectiveProvider.texts(settings).map { member, text in
            let isWritten = configuration.says("\(entry).\(member)")
            let fact = isWritten ? nil : facts.first { $0.member == member }
            return EffectiveValue(
                member: member, text: text, origin: isWritten ? .configuration : fact == nil ? .default : .preset,
                source: fact?.source, isVerified: fact?.isVerified)
        }
        let own = configuration.errors(below: "\(entry).errors", settings.errors)
        values =
            members + EffectiveProvider.errors(preset, own)
            + facts.filter { EffectiveProvider.known.contains($0.member) }.map { EffectiveValue($0, $0.text) }
    }

    /// What the table says and no member does.
    private static let known = ["expires_in", "refusal", "wrong_client"]

    /// Every member that has a value, but for `errors`, which may have several origins.
    private static func texts(_ settings: ProviderSettings) -> [(String, String)] {
        let parameters = settings.extraParameters
        let texts: [(String, String?)] = [
            ("preset", settings.preset), ("issuer", settings.issuer), ("token_endpoint", settings.tokenEndpoint),
            ("revocation_endpoint", settings.revocationEndpoint), ("revocation", settings.revocation.rawValue),
            ("client_id", settings.clientID), ("client_authentication", settings.authentication.rawValue),
            ("client_secret", MemberText.sources(settings.clientSecrets)),
            ("private_key", settings.privateKey.map(MemberText.source)), ("key_id", settings.keyID),
            ("assertion_audience", settings.authentication.asserts ? settings.assertionAudience.text : nil),
            ("dpop", "\(settings.usesDPoP)"), ("basic_is_raw", "\(settings.basicIsRaw)"), ("ca_file", settings.caFile),
            ("rotation", MemberText.rotation(settings.rotation)),
            ("rotation_grace", MemberText.grace(settings.rotation)), ("narrowing", settings.narrowing.rawValue),
            ("default_expires_in", MemberText.duration(settings.defaultExpiresInSeconds)),
            ("absolute_life", settings.lives.absoluteSeconds.map(MemberText.duration)),
            ("idle_life", settings.lives.idleSeconds.map(MemberText.duration)),
            ("keep_alive", MemberText.duration(settings.keepAliveSeconds ?? 0)),
            ("refresh_ahead", MemberText.duration(settings.refreshAheadSeconds ?? 0)),
            ("issuance_cap", settings.issuanceCap.map(MemberText.cap)),
            ("request_form", settings.requestForm.rawValue), ("answer_form", settings.answerForm.rawValue),
            ("tokens_in", settings.tokensIn), ("success_member", settings.successMember),
            ("scope_separator", settings.scopeSeparator.rawValue),
            ("deadline", MemberText.milliseconds(settings.deadlineMilliseconds)),
            ("limits", MemberText.limits(settings.limits)),
            ("extra_parameters", parameters.isEmpty ? nil : MemberText.parameters(parameters)),
        ]
        return texts.compactMap { member, text in text.map { (member, $0) } }
    }

    /// The preset's words by their sources, less those that the configuration reads otherwise, and then the configuration's.
    private static func errors(_ preset: ProviderPreset?, _ own: ErrorMap) -> [EffectiveValue] {
        var values = (preset?.errors ?? []).compactMap { sourced -> EffectiveValue? in
            let rest = sourced.value.without(own)
            return rest.isEmpty
                ? nil : EffectiveValue(PresetFact("errors", sourced) { _ in "" }, MemberText.errors(rest))
        }
        if preset?.errors.isEmpty ?? true {
            values.append(
                EffectiveValue(
                    member: "errors", text: "the words of all presets", origin: .default, source: nil, isVerified: nil))
        }
        if !own.isEmpty {
            values.append(
                EffectiveValue(
                    member: "errors", text: MemberText.errors(own), origin: .configuration, source: nil, isVerified: nil
                ))
        }
        return values
    }
}

/// One member's value.
package struct EffectiveValue: Hashable, Sendable {
    package enum Origin: String, Sendable {
        case configuration, preset
        /// The vault's own.
        case `default`
    }

    package let member: String
    package let text: String
    package let origin: Origin
    /// Where a preset has it from; nil for what is no preset's.
    package let source: String?
    package let isVerified: Bool?
}

extension EffectiveValue {
    init(_ fact: PresetFact, _ text: String) {
        self.init(member: fact.member, text: text, origin: .preset, source: fact.source, isVerified: fact.isVerified)
    }
}

extension ErrorMap {
    fileprivate func without(_ other: ErrorMap) -> ErrorMap {
        var rest = self
        for word in other.codes.keys { rest.codes[word] = nil }
        for word in other.numbers.keys { rest.numbers[word] = nil }
        return rest
    }
}

extension LoadedConfiguration {
    /// Those words of a map that the file has below this path.
    fileprivate func errors(below path: String, _ map: ErrorMap) -> ErrorMap {
        ErrorMap(
            codes: map.codes.filter { says("\(path).\($0.key)") },
            numbers: map.numbers.filter { says("\(path).\($0.key)") })
    }
}
