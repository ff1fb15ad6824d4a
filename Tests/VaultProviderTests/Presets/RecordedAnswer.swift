/// An answer of a provider's token endpoint as somebody saw or documented it, and what the vault must make of it.
struct RecordedAnswer: Sendable {
    enum Kind: CaseIterable, Sendable {
        case success, rotation, expired, revoked, wrongSecret, rateLimit, other
    }

    let kind: Kind
    let status: UInt16
    let body: String
    /// As `RefreshOutcome.word` says it.
    let outcome: String
    /// The refresh token that is to be kept; nil where the answer replaces none.
    var rotated: String?
    var type = "application/json"
    var retryAfter: String?
    /// Where the shape is from, where that is not the provider's own source.
    var source: String?

    init(
        _ kind: Kind, _ status: UInt16, _ body: String, _ outcome: String, rotated: String? = nil,
        type: String = "application/json", retryAfter: String? = nil, source: String? = nil
    ) {
        self.kind = kind
        self.status = status
        self.body = body
        self.outcome = outcome
        self.rotated = rotated
        self.type = type
        self.retryAfter = retryAfter
        self.source = source
    }

    /// RFC 6585 §4, for providers that document nothing else.
    static let tooMany = RecordedAnswer(
        .rateLimit, 429, "", "transient rate_limited 30", type: "text/plain", retryAfter: "30", source: "RFC 6585 §4")

    /// RFC 6749 §5.2, likewise.
    static let invalidClient = RecordedAnswer(
        .wrongSecret, 401, #"{"error":"invalid_client"}"#, "client invalid_client", source: "RFC 6749 §5.2")

    static func invalidGrant(_ kind: Kind, _ text: String, status: UInt16 = 400, source: String? = nil)
        -> RecordedAnswer
    {
        RecordedAnswer(
            kind, status, #"{"error":"invalid_grant","error_description":"\#(text)"}"#, "refused invalid_grant",
            source: source)
    }
}

/// The answers of one preset's provider.
struct RecordedProvider: Sendable, CustomStringConvertible {
    let preset: String
    /// Where the shapes are from.
    let source: String
    /// Members of the entry beside preset and client: placeholders, or the address of a generic one.
    var members: String?
    let answers: [RecordedAnswer]

    init(_ preset: String, source: String, members: String? = nil, _ answers: [RecordedAnswer]) {
        self.preset = preset
        self.source = source
        self.members = members
        self.answers = answers
    }

    var description: String { preset }

    static let all: [RecordedProvider] = workforce + code + work + own
}
