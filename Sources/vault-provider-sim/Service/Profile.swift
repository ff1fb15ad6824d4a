import VaultCore

/// How the simulated provider words what it has to say: by the standards, or as the provider of a preset does.
struct Profile: Equatable, Sendable {
    var rules = LineageRules()
    var method = ClientAuthenticationMethod.any
    var takesJSON = false
    var answersInForms = false
    /// The member that is true in every success and false in every error.
    var successMember: String?
    var separator = " "
    var omitsExpiresIn = false
    var revocation = RevocationStyle.rfc7009
    var refusal = ErrorAnswer.invalidGrant
    var wrongClient = ErrorAnswer.invalidClient

    static let standard = Profile()
    static let names = ProviderPreset.all.map(\.name)
}

extension Profile {
    /// Nil for a preset that is not known.
    init?(_ name: String) {
        guard let preset = ProviderPreset.named(name) else { return nil }
        rules.rotation = Self.rotation(preset)
        rules.narrowing = preset.narrowing?.value == .perToken ? .perToken : .lineage
        if let life = preset.defaultExpiresIn?.value { rules.accessTokenSeconds = Int(life) }
        switch preset.authentication?.value {
        case .clientSecretBasic: method = .clientSecretBasic
        case .clientSecretPost: method = .clientSecretPost
        case .clientSecretJWT: method = .clientSecretJWT
        case .privateKeyJWT: method = .privateKeyJWT
        case .some(.none): method = .none
        case nil: method = .any
        }
        takesJSON = preset.requestForm?.value == .json
        answersInForms = preset.answerForm?.value == .form
        successMember = preset.successMember?.value
        separator = preset.scopeSeparator?.value.text ?? " "
        omitsExpiresIn = preset.omitsExpiresIn?.value ?? false
        revocation = preset.revocation?.value ?? .rfc7009
        refusal = preset.refusal?.value ?? .invalidGrant
        wrongClient = preset.wrongClient?.value ?? .invalidClient
    }

    /// Status and code of a refusal.
    func words(_ refusal: Refusal) -> (status: Int, code: String) {
        switch refusal {
        case .invalidGrant: (self.refusal.status, self.refusal.code)
        case .invalidClient: (wrongClient.status, wrongClient.code)
        case .invalidRequest, .invalidScope, .unsupportedGrantType: (refusal.status, refusal.rawValue)
        }
    }

    private static func rotation(_ preset: ProviderPreset) -> RotationRule {
        switch preset.rotation.value {
        case .none: .none
        case .rotates: .rotate
        case .rotatesWithGrace(let seconds): .grace(seconds: Int(seconds))
        case .oldStaysValid: .overlap
        case .revokesFamilyOnReuse: .family
        }
    }
}
