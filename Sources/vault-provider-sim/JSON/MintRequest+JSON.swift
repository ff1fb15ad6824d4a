extension MintRequest {
    /// The body of `/sim/mint`; what it leaves out is as the simulator was started.
    init(
        _ object: inout ControlObject, defaults: LineageRules, isPublicClient: Bool = false
    ) throws(ControlError) {
        guard let subject = try object.string("subject") else { throw ControlError("/sim/mint needs 'subject'") }
        let account = try object.string("account")
        self.init(
            subject: subject, scopes: try object.strings("scopes") ?? [], account: account,
            identity: Identity(
                sub: try object.string("sub") ?? account ?? "sub-of-\(subject)", tid: try object.string("tid")),
            rules: try LineageRules(&object, defaults: defaults),
            binding: KeyBinding(thumbprint: try object.string("dpop_jkt"), coversRefreshToken: isPublicClient))
        try object.refuseUnread()
    }
}

extension LineageRules {
    fileprivate init(_ object: inout ControlObject, defaults: LineageRules) throws(ControlError) {
        self = defaults
        if let text = try object.string("rotation") {
            guard let rule = RotationRule(text) else {
                throw ControlError(
                    "/sim/mint: 'rotation' must be none, rotate, grace:SECONDS, overlap, until_used or family")
            }
            rotation = rule
        }
        let seconds = 1...(1 << 31)
        let length = TokenText.minimumLength...(1 << 20)
        narrowing = try object.choice("narrowing", of: NarrowingRule.self) ?? narrowing
        accessTokenSeconds = try object.integer("access_token_ttl", in: seconds) ?? accessTokenSeconds
        refreshTokenSeconds = try object.integer("refresh_token_ttl", in: seconds) ?? refreshTokenSeconds
        accessTokenBytes = try object.integer("token_bytes", in: length) ?? accessTokenBytes
        refreshTokenBytes = try object.integer("refresh_token_bytes", in: length) ?? refreshTokenBytes
        sendsIDToken = try object.bool("id_token") ?? sendsIDToken
        hasSingleAccessToken = try object.bool("single_access_token") ?? hasSingleAccessToken
    }
}
