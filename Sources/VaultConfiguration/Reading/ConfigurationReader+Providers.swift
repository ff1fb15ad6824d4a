import VaultCore
import VaultJSON

extension ConfigurationReader {
    func providers(_ root: ObjectReader) -> [ProviderSettings] {
        root.entries("providers").compactMap { name, field in
            let object = ObjectReader(field, .provider)
            return provider(providerName(name, field), object)
        }
    }

    private func providerName(_ name: JSONValue, _ field: Field) -> ProviderName? {
        do throws(InvalidValue) {
            return try ProviderName(name.string ?? "")
        } catch {
            problems.add("the \(error.field) \(error.problem)", at: name)
            return nil
        }
    }

    /// Every member is read before anything is given up, so that all problems are found.
    private func provider(_ name: ProviderName?, _ object: ObjectReader) -> ProviderSettings? {
        let preset = self.preset(object)
        let addresses = self.addresses(preset, object)
        let issuer = object.url("issuer") ?? addresses.issuer
        let tokenEndpoint = object.url("token_endpoint") ?? addresses.tokenEndpoint
        let clientID = object.text("client_id")
        let rotation = self.rotation(object, preset)
        checkEndpoints(object, preset)
        if let preset { checkOverrides(preset, addresses, object) }
        let credentials = self.credentials(object, preset)
        let parameters = object.member("extra_parameters").map(self.parameters) ?? [:]
        var settings: ProviderSettings? = nil
        if let name, let clientID, let rotation {
            settings = ProviderSettings(
                name: name, preset: preset?.name, issuer: issuer, tokenEndpoint: tokenEndpoint,
                revocationEndpoint: addresses.revocationEndpoint,
                clientID: clientID, authentication: credentials.authentication, clientSecrets: credentials.secrets,
                privateKey: credentials.privateKey, keyID: credentials.keyID, assertionAudience: credentials.audience,
                rotation: rotation)
        }
        if let preset { apply(preset, &settings) }
        setRest(object, &settings)
        setAnswer(object, &settings)
        setLives(object, &settings)
        settings?.extraParameters.merge(parameters) { $1 }
        checkRevocation(object, settings)
        return settings
    }

    /// What the entry may say otherwise; `setRest` and `setAnswer` come after it.
    private func apply(_ preset: ProviderPreset, _ settings: inout ProviderSettings?) {
        if let style = preset.revocation { settings?.revocation = style.value }
        if let isRaw = preset.basicIsRaw { settings?.basicIsRaw = isRaw.value }
        if let rule = preset.narrowing { settings?.narrowing = rule.value }
        if let life = preset.defaultExpiresIn { settings?.defaultExpiresInSeconds = life.value }
        if let form = preset.requestForm { settings?.requestForm = form.value }
        if let form = preset.answerForm { settings?.answerForm = form.value }
        settings?.tokensIn = preset.tokensIn?.value
        settings?.successMember = preset.successMember?.value
        if let separator = preset.scopeSeparator { settings?.scopeSeparator = separator.value }
        if let parameters = preset.extraParameters { settings?.extraParameters = parameters.value }
        settings?.errors = preset.errorMap
        settings?.lives = RefreshTokenLives(
            absoluteSeconds: preset.absoluteLife?.value, idleSeconds: preset.idleLife?.value)
        settings?.issuanceCap = preset.issuanceCap?.value
    }

    private func setRest(_ object: ObjectReader, _ settings: inout ProviderSettings?) {
        if let endpoint = object.url("revocation_endpoint") { settings?.revocationEndpoint = endpoint }
        if let style = object.choice("revocation", RevocationStyle.self) { settings?.revocation = style }
        if let isRaw = object.bool("basic_is_raw") { settings?.basicIsRaw = isRaw }
        if let usesDPoP = object.bool("dpop") { settings?.usesDPoP = usesDPoP }
        if let path = object.path(at: "ca_file") { settings?.caFile = path }
        if let rule = object.choice("narrowing", NarrowingRule.self) { settings?.narrowing = rule }
        if let life = object.duration("default_expires_in") { settings?.defaultExpiresInSeconds = life / 1_000 }
        if let deadline = object.duration("deadline") { settings?.deadlineMilliseconds = deadline }
        if let limits = object.object("limits", .providerLimits).map(providerLimits) { settings?.limits = limits }
    }

    private func setAnswer(_ object: ObjectReader, _ settings: inout ProviderSettings?) {
        if let form = object.choice("request_form", RequestForm.self) { settings?.requestForm = form }
        if let form = object.choice("answer_form", AnswerForm.self) { settings?.answerForm = form }
        if let member = object.text("tokens_in") { settings?.tokensIn = member }
        if let member = object.text("success_member") { settings?.successMember = member }
        if let separator = object.choice("scope_separator", ScopeSeparator.self) {
            settings?.scopeSeparator = separator
        }
        if let errors = object.member("errors") {
            let known = settings?.errors ?? .common
            settings?.errors = known.adding(self.errors(errors))
        }
    }

    private func checkEndpoints(_ object: ObjectReader, _ preset: ProviderPreset?) {
        let hasAddress = preset?.issuer != nil || preset?.tokenEndpoint != nil
        // A preset that is not known may have had one.
        let isKnown = preset != nil || object.member("preset") == nil
        if object.member("issuer") == nil, object.member("token_endpoint") == nil, !hasAddress, isKnown {
            object.field.report("needs an issuer, for discovery, or a token_endpoint")
        }
        // RFC 8414 §2: an issuer has no query and no fragment; it is compared to the letter.
        if let issuer = object.member("issuer"), issuer.value.string?.contains("?") == true {
            issuer.report("must have no query, an issuer is compared to the letter")
        }
    }

    private func checkRevocation(_ object: ObjectReader, _ settings: ProviderSettings?) {
        guard let settings else { return }
        switch settings.revocation {
        case .rfc7009: break
        case .none:
            object.member("revocation_endpoint")?.report(
                "has no effect with revocation: \"none\", write revocation: \"rfc7009\", or leave it out")
        case .githubToken:
            let field = object.member("revocation") ?? object.field
            if settings.revocationEndpoint == nil {
                field.report("\"github_token\" needs revocation_endpoint, the address that is asked to DELETE")
            }
            if !settings.authentication.usesSecret {
                field.report("\"github_token\" needs a client_secret, for Basic authentication")
            }
        }
    }

    private func rotation(_ object: ObjectReader, _ preset: ProviderPreset?) -> RotationRule? {
        let grace = object.duration("rotation_grace")
        guard object.member("rotation") != nil else { return presetRotation(object, preset, grace) }
        guard let word = object.choice("rotation", RotationWord.self) else { return nil }
        if word != .rotatesWithGrace, let field = object.member("rotation_grace") {
            field.report("has a meaning only with rotation: \"rotates_with_grace\"")
        }
        switch word {
        case .none: return RotationRule.none
        case .rotates: return .rotates
        case .oldStaysValid: return .oldStaysValid
        case .revokesFamilyOnReuse: return .revokesFamilyOnReuse
        case .rotatesWithGrace:
            if case .rotatesWithGrace? = preset?.rotation.value, object.member("rotation_grace") == nil {
                return preset?.rotation.value
            }
            if object.member("rotation_grace") == nil {
                object.member("rotation")?.report("needs rotation_grace, how long the old token stays good")
            }
            return grace.map { .rotatesWithGrace(seconds: $0 / 1_000) }
        }
    }

    private func presetRotation(_ object: ObjectReader, _ preset: ProviderPreset?, _ grace: Int64?) -> RotationRule? {
        guard let preset else {
            if object.member("preset") == nil {
                object.field.report("rotation is missing, add `rotation: \(object.type(of: "rotation").sketch)`")
            }
            return nil
        }
        guard let field = object.member("rotation_grace") else { return preset.rotation.value }
        guard case .rotatesWithGrace = preset.rotation.value else {
            field.report("has a meaning only with rotation: \"rotates_with_grace\", which the preset is not")
            return nil
        }
        return grace.map { .rotatesWithGrace(seconds: $0 / 1_000) }
    }

    /// Codes are plain words or numbers, as in `ProviderErrorCode` and `error_codes`.
    private func errors(_ field: Field) -> ErrorMap {
        var map = ErrorMap()
        guard let members = field.value.members else {
            field.report(
                "must be an object of error codes and outcomes, such as {invalid_session: \"reauth_required\"}")
            return map
        }
        let words = ErrorMeaning.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        for member in members {
            let name = member.name.string ?? ""
            let inner = Field(value: member.value, problems: problems)
            guard let meaning = member.value.string.flatMap(ErrorMeaning.init) else {
                inner.report("must be one of \(words)")
                continue
            }
            if ProviderErrorCode(name) != nil {
                map.codes[name] = meaning
            } else if let number = Int64(name), number > 0 {
                map.numbers[number] = meaning
            } else {
                inner.report("is no error code: those are of a-z and _, or numbers")
            }
        }
        return map
    }

    private func parameters(_ field: Field) -> [String: String] {
        guard let members = field.value.members else {
            field.report("must be an object of texts")
            return [:]
        }
        var parameters: [String: String] = [:]
        for member in members {
            let name = member.name.string ?? ""
            let inner = Field(value: member.value, problems: problems)
            if let problem = Self.problem(inParameter: name, member.value) {
                inner.report(problem)
            } else {
                parameters[name] = member.value.string
            }
        }
        return parameters
    }

    private static let ownParameters = ["grant_type", "scope", "client_id"]

    private static func problem(inParameter name: String, _ value: JSONValue) -> String? {
        if SecretNames.looksSecret(name) { return "\(SecretNames.advice) `client_secret: {file: \"/path\"}`" }
        if ownParameters.contains(name) { return "is set by the vault itself, leave it out" }
        guard let text = value.string else { return "must be a text in quotes" }
        return name.isEmpty ? "needs a name" : ObjectReader.problem(inText: text, 4_096)
    }
}
