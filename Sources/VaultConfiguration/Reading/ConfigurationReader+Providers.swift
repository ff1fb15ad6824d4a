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
            problems.add("the \(error.field) \(error.problem)", at: field.path, name)
            return nil
        }
    }

    /// Every member is read before anything is given up, so that all problems are found.
    private func provider(_ name: ProviderName?, _ object: ObjectReader) -> ProviderSettings? {
        let issuer = object.url("issuer")
        let tokenEndpoint = object.url("token_endpoint")
        let clientID = object.text("client_id")
        let rotation = self.rotation(object)
        checkEndpoints(object)
        let credentials = self.credentials(object)
        let parameters = object.member("extra_parameters").map(self.parameters)
        var settings: ProviderSettings? = nil
        if let name, let clientID, let rotation {
            settings = ProviderSettings(
                name: name, issuer: issuer, tokenEndpoint: tokenEndpoint,
                clientID: clientID, authentication: credentials.authentication, clientSecret: credentials.secret,
                rotation: rotation)
        }
        setRest(object, &settings)
        if let parameters { settings?.extraParameters = parameters }
        return settings
    }

    private func setRest(_ object: ObjectReader, _ settings: inout ProviderSettings?) {
        if let endpoint = object.url("revocation_endpoint") { settings?.revocationEndpoint = endpoint }
        if let isRaw = object.bool("basic_is_raw") { settings?.basicIsRaw = isRaw }
        if let path = object.path(at: "ca_file") { settings?.caFile = path }
        if let rule = object.choice("narrowing", NarrowingRule.self) { settings?.narrowing = rule }
        if let life = object.duration("default_expires_in") { settings?.defaultExpiresInSeconds = life / 1_000 }
        if let form = object.choice("answer_form", AnswerForm.self) { settings?.answerForm = form }
        if let deadline = object.duration("deadline") { settings?.deadlineMilliseconds = deadline }
    }

    private func checkEndpoints(_ object: ObjectReader) {
        if object.member("issuer") == nil, object.member("token_endpoint") == nil {
            object.field.report("needs an issuer, for discovery, or a token_endpoint")
        }
        // RFC 8414 §2: an issuer has no query and no fragment; it is compared to the letter.
        if let issuer = object.member("issuer"), issuer.value.string?.contains("?") == true {
            issuer.report("must have no query, an issuer is compared to the letter")
        }
    }

    private func rotation(_ object: ObjectReader) -> RotationRule? {
        let grace = object.duration("rotation_grace")
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
            if object.member("rotation_grace") == nil {
                object.member("rotation")?.report("needs rotation_grace, how long the old token stays good")
            }
            return grace.map { .rotatesWithGrace(seconds: $0 / 1_000) }
        }
    }

    private func credentials(_ object: ObjectReader) -> (authentication: ClientAuthentication, secret: SecretSource?) {
        let authentication = object.choice("client_authentication", ClientAuthentication.self) ?? .clientSecretBasic
        let secret = object.member("client_secret").flatMap { secretSource($0, .clientSecret) }
        switch authentication {
        case .none:
            object.member("client_secret")?.report(
                "has no use with client_authentication: \"none\", leave one of them out")
        case .clientSecretBasic, .clientSecretPost:
            if object.member("client_secret") == nil {
                object.field.report(
                    "client_secret is missing, add `client_secret: {file: \"/path\"}`, or client_authentication: \"none\""
                )
            }
        }
        if authentication != .clientSecretBasic, let raw = object.member("basic_is_raw"), raw.value.bool == true {
            raw.report("has a meaning only with client_authentication: \"client_secret_basic\"")
        }
        return (authentication, secret)
    }

    private func parameters(_ field: Field) -> [String: String] {
        guard let members = field.value.members else {
            field.report("must be an object of texts")
            return [:]
        }
        var parameters: [String: String] = [:]
        for member in members {
            let name = member.name.string ?? ""
            let inner = Field(value: member.value, path: "\(field.path).\(name)", problems: problems)
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
