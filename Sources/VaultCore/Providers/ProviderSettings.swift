/// One provider of the configuration: what the provider client and the refresh rules need to know about it.
package struct ProviderSettings: Hashable, Sendable {
    package var name: ProviderName
    /// The entry of the table that the rest came from; nil where the configuration says all of it.
    package var preset: String?
    /// For discovery; must be what the metadata says, to the letter (RFC 8414 §3.3).
    package var issuer: String?
    /// Overrides discovery.
    package var tokenEndpoint: String?
    package var revocationEndpoint: String?
    package var revocation: RevocationStyle
    package var clientID: String
    package var authentication: ClientAuthentication
    /// One, or during a rollover several, the preferred one first; empty where the client proves itself by a key or not at all.
    package var clientSecrets: [SecretSource]
    /// With `ClientAuthentication.privateKeyJWT`: an Ed25519 key, PKCS#8 in PEM.
    package var privateKey: SecretSource?
    /// The `kid` of what the key signs.
    package var keyID: String?
    package var assertionAudience: AssertionAudience
    /// Whether refreshes prove possession of a key of the grant (RFC 9449), which the provider then binds tokens to.
    package var usesDPoP = false
    /// Send client id and secret in the Basic header as they are, against RFC 6749 §2.3.1.
    package var basicIsRaw: Bool
    /// PEM file whose certificates are trusted beside the system's.
    package var caFile: String?
    package var rotation: RotationRule
    package var narrowing: NarrowingRule
    /// What a missing or unusable `expires_in` means, in seconds.
    package var defaultExpiresInSeconds: Int64
    package var requestForm: RequestForm
    package var answerForm: AnswerForm
    /// The member that holds the tokens where the answer itself has none: `authed_user` of Slack.
    package var tokensIn: String?
    /// The member that must not be false: with `"ok": false` Slack answers 200 and means an error.
    package var successMember: String?
    package var scopeSeparator: ScopeSeparator
    package var errors: ErrorMap
    /// Total time for one request, in milliseconds.
    package var deadlineMilliseconds: Int64
    package var limits: ProviderLimits
    /// Sent with every refresh, as they are.
    package var extraParameters: [String: String]
    package var lives = RefreshTokenLives.unknown
    /// For how long after its last use a grant is refreshed so that it does not die of idleness; nil: not at all.
    package var keepAliveSeconds: Int64?
    /// How long before its end an access token that was used is refreshed in the background, in seconds; nil: when it is asked for.
    package var refreshAheadSeconds: Int64?
    /// How many refresh tokens the provider lets live at a time; nil where that is not known.
    package var issuanceCap: IssuanceCap?

    /// False where its entry says by itself that no grant can be ended there: then nothing is sent, and nobody waits for leave to.
    package var mayRevoke: Bool {
        switch revocation {
        case .rfc7009: revocationEndpoint != nil || issuer != nil
        case .githubToken: revocationEndpoint != nil
        case .none: false
        }
    }

    /// Client secrets at one time.
    package static let mostSecrets = 4

    package init(
        name: ProviderName, preset: String? = nil, issuer: String? = nil, tokenEndpoint: String? = nil,
        revocationEndpoint: String? = nil, revocation: RevocationStyle = .rfc7009, clientID: String,
        authentication: ClientAuthentication = .clientSecretBasic, clientSecrets: [SecretSource] = [],
        privateKey: SecretSource? = nil, keyID: String? = nil, assertionAudience: AssertionAudience = .tokenEndpoint,
        basicIsRaw: Bool = false, caFile: String? = nil, rotation: RotationRule, narrowing: NarrowingRule = .lineage,
        defaultExpiresInSeconds: Int64 = 300, requestForm: RequestForm = .form, answerForm: AnswerForm = .json,
        tokensIn: String? = nil, successMember: String? = nil, scopeSeparator: ScopeSeparator = .space,
        errors: ErrorMap = .common, deadlineMilliseconds: Int64 = 10_000,
        limits: ProviderLimits = ProviderLimits(), extraParameters: [String: String] = [:]
    ) {
        self.name = name
        self.preset = preset
        self.issuer = issuer
        self.tokenEndpoint = tokenEndpoint
        self.revocationEndpoint = revocationEndpoint
        self.revocation = revocation
        self.clientID = clientID
        self.authentication = authentication
        self.clientSecrets = clientSecrets
        self.privateKey = privateKey
        self.keyID = keyID
        self.assertionAudience = assertionAudience
        self.basicIsRaw = basicIsRaw
        self.caFile = caFile
        self.rotation = rotation
        self.narrowing = narrowing
        self.defaultExpiresInSeconds = defaultExpiresInSeconds
        self.requestForm = requestForm
        self.answerForm = answerForm
        self.tokensIn = tokensIn
        self.successMember = successMember
        self.scopeSeparator = scopeSeparator
        self.errors = errors
        self.deadlineMilliseconds = deadlineMilliseconds
        self.limits = limits
        self.extraParameters = extraParameters
    }
}

/// How the vault authenticates at a token endpoint (OIDC Core §9 names).
package enum ClientAuthentication: String, CaseIterable, Sendable {
    case clientSecretBasic = "client_secret_basic"
    case clientSecretPost = "client_secret_post"
    /// An assertion under the client secret, HS256.
    case clientSecretJWT = "client_secret_jwt"
    /// An assertion under a key of the client's own, EdDSA with Ed25519.
    case privateKeyJWT = "private_key_jwt"
    case none

    package var usesSecret: Bool {
        switch self {
        case .clientSecretBasic, .clientSecretPost, .clientSecretJWT: true
        case .privateKeyJWT, .none: false
        }
    }

    /// Whether it proves itself by an assertion (RFC 7523 §2.2).
    package var asserts: Bool { self == .clientSecretJWT || self == .privateKeyJWT }
}

/// Where a secret comes from; the configuration holds only this, never the secret.
package enum SecretSource: Hashable, Sendable {
    case file(path: String)
    /// Below `$CREDENTIALS_DIRECTORY` (systemd.exec(5), Credentials).
    case credential(name: String)
    case environment(variable: String)
    /// An argv array, no shell; the secret is what it prints, less one newline at the end.
    case command(argv: [String])
}
