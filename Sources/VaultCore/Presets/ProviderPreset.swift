/// What is known of one provider, each fact with its source: the configuration of whoever uses it begins with this.
///
/// A value that is nil is not the provider's to say: the vault's own default holds.
package struct ProviderPreset: Sendable {
    package let name: String
    /// As people call it.
    package let title: String
    /// What the configuration must say, or may, for the addresses below.
    package var placeholders: [PresetPlaceholder] = []
    package var issuer: Sourced<String>?
    package var tokenEndpoint: Sourced<String>?
    package var revocationEndpoint: Sourced<String>?
    package var revocation: Sourced<RevocationStyle>?
    package var authentication: Sourced<ClientAuthentication>?
    package var basicIsRaw: Sourced<Bool>?
    package var rotation: Sourced<RotationRule>
    package var narrowing: Sourced<NarrowingRule>?
    /// Seconds.
    package var defaultExpiresIn: Sourced<Int64>?
    /// Whether answers have no `expires_in`, so that the value above is what always holds.
    package var omitsExpiresIn: Sourced<Bool>?
    package var requestForm: Sourced<RequestForm>?
    package var answerForm: Sourced<AnswerForm>?
    package var tokensIn: Sourced<String>?
    package var successMember: Sourced<String>?
    package var scopeSeparator: Sourced<ScopeSeparator>?
    package var extraParameters: Sourced<[String: String]>?
    /// Beside `ErrorMap.standard`; empty for a provider whose words are not known, which is read with `ErrorMap.common`.
    package var errors: [Sourced<ErrorMap>] = []
    /// How it refuses a dead refresh token; nil for 400 `invalid_grant` (RFC 6749 §5.2).
    package var refusal: Sourced<ErrorAnswer>?
    /// How it refuses a wrong client secret; nil for 401 `invalid_client` (RFC 6749 §5.2).
    package var wrongClient: Sourced<ErrorAnswer>?
    /// Seconds from the sign-in after which no refresh token of it works any more.
    package var absoluteLife: Sourced<Int64>?
    /// Seconds after which a refresh token that was not used is dead.
    package var idleLife: Sourced<Int64>?
    package var issuanceCap: Sourced<IssuanceCap>?

    /// The standard's words and the provider's own; where nothing is known of the provider, every preset's.
    package var errorMap: ErrorMap {
        errors.isEmpty ? .common : errors.reduce(.standard) { $0.adding($1.value) }
    }
}

/// A value and where it is from.
package struct Sourced<Value: Sendable>: Sendable {
    package let value: Value
    /// An address, or the section of a standard.
    package let source: String
    /// Whether a source was read that says so plainly, the provider's or of somebody who works with it; else it is from memory, an
    /// inference, or disputed.
    package let isVerified: Bool

    init(_ value: Value, _ source: String, verified isVerified: Bool = true) {
        self.value = value
        self.source = source
        self.isVerified = isVerified
    }
}

/// A part of an address that only the configuration can know: `{name}` in a template.
package struct PresetPlaceholder: Hashable, Sendable {
    package let name: String
    package let example: String
    /// What stands there unless the configuration says otherwise; nil where it must.
    package let usual: String?

    init(_ name: String, example: String, usual: String? = nil) {
        self.name = name
        self.example = example
        self.usual = usual
    }
}

/// What an error looks like.
package struct ErrorAnswer: Hashable, Sendable {
    /// HTTP's.
    package let status: Int
    package let code: String

    /// RFC 6749 §5.2.
    package static let invalidGrant = ErrorAnswer(status: 400, code: "invalid_grant")
    package static let invalidClient = ErrorAnswer(status: 401, code: "invalid_client")
}

/// How many refresh tokens may live at a time; one more ends the oldest.
package struct IssuanceCap: Hashable, Sendable {
    package let count: Int
    /// Of what: "user and client".
    package let per: String

    package init(count: Int, per: String) {
        self.count = count
        self.per = per
    }
}
