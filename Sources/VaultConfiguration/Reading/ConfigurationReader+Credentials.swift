import VaultCore
import VaultJSON

/// How a provider's client proves who it is: each way with what it needs, and with nothing that has no use there.
extension ConfigurationReader {
    struct Credentials {
        var authentication: ClientAuthentication
        var secrets: [SecretSource] = []
        var privateKey: SecretSource?
        var keyID: String?
        var audience = AssertionAudience.tokenEndpoint
    }

    func credentials(_ object: ObjectReader, _ preset: ProviderPreset?) -> Credentials {
        let authentication =
            object.choice("client_authentication", ClientAuthentication.self) ?? preset?.authentication?.value
            ?? .clientSecretBasic
        checkUse(of: object, authentication)
        return Credentials(
            authentication: authentication, secrets: object.member("client_secret").map(secrets) ?? [],
            privateKey: object.member("private_key").flatMap { secretSource($0, .privateKey) },
            keyID: object.text("key_id"),
            audience: object.text("assertion_audience").map(AssertionAudience.init) ?? .tokenEndpoint)
    }

    /// One secret, or the several of a rollover.
    private func secrets(_ field: Field) -> [SecretSource] {
        guard let elements = field.value.elements else { return secretSource(field, .clientSecret).map { [$0] } ?? [] }
        guard (1...ProviderSettings.mostSecrets).contains(field.value.count) else {
            field.report("must have 1 to \(ProviderSettings.mostSecrets) secrets, the one to use first of all")
            return []
        }
        var sources: [SecretSource] = []
        for element in elements {
            let inner = Field(value: element, problems: problems)
            guard let source = secretSource(inner, .clientSecret) else { continue }
            if sources.contains(source) { inner.report("stands here twice, leave one of them out") }
            sources.append(source)
        }
        return sources
    }

    private func checkUse(of object: ObjectReader, _ authentication: ClientAuthentication) {
        let way = "client_authentication: \"\(authentication.rawValue)\""
        if !authentication.usesSecret {
            object.member("client_secret")?.report("has no use with \(way), leave one of them out")
        } else if object.member("client_secret") == nil {
            object.field.report(
                "client_secret is missing, add `client_secret: {file: \"/path\"}`, or client_authentication: \"none\"")
        }
        if authentication != .privateKeyJWT {
            for name in ["private_key", "key_id"] {
                object.member(name)?.report("has a meaning only with client_authentication: \"private_key_jwt\"")
            }
        } else if object.member("private_key") == nil {
            object.field.report("private_key is missing, add `private_key: {file: \"/path\"}`")
        }
        if !authentication.asserts, let audience = object.member("assertion_audience"),
            audience.value.string != AssertionAudience.tokenEndpoint.text
        {
            audience.report(
                "has a meaning only with client_authentication: \"client_secret_jwt\" or \"private_key_jwt\"")
        }
        if authentication != .clientSecretBasic, let raw = object.member("basic_is_raw"), raw.value.bool == true {
            raw.report("has a meaning only with client_authentication: \"client_secret_basic\"")
        }
    }
}
