import VaultCore
import VaultJSON

/// What names and describes delegations.
extension Params {
    /// Whether the call names a delegation instead of a grant.
    var isRedemption: Bool { value("delegation") != nil }

    /// Any text at all: what is no handle is to its caller the same as one that is good for nothing.
    func delegationHandle() throws(InvalidValue) -> Secret? {
        guard let value = value("delegation") else { return nil }
        let secret = value.withUnescapedBytes { bytes in
            bytes.withUnsafeBufferPointer { Secret(copying: UnsafeRawBufferPointer($0)) }
        }
        guard let secret else { throw InvalidValue(field: "delegation", problem: "must be a string") }
        return secret
    }

    func delegationID(_ name: String) throws(InvalidValue) -> DelegationID? {
        guard let text = try text(name) else { return nil }
        guard let id = DelegationID(text: text) else {
            throw InvalidValue(field: name, problem: "is not as the vault gave it out: copy it whole")
        }
        return id
    }

    func client() throws(InvalidValue) -> ClientName? {
        try made("client") { text throws(InvalidValue) in try ClientName(text) }
    }

    fileprivate func expiry() throws(InvalidValue) -> NewDelegation.Expiry {
        let (moment, seconds) = (
            try time("expires_at"), try integer("expires_in_seconds", in: 1...Limits.delegationSeconds)
        )
        switch (moment, seconds) {
        case (let moment?, nil): return .at(moment)
        case (nil, let seconds?): return .after(seconds: seconds)
        case (nil, nil):
            throw InvalidValue(field: "expires_at", problem: "is missing: give it, or expires_in_seconds")
        case (_?, _?):
            throw InvalidValue(field: "expires_at", problem: "and expires_in_seconds say the same: leave one out")
        }
    }
}

extension NewDelegation {
    init(_ params: Params) throws(InvalidValue) {
        self.init(
            selector: try params.selector(),
            client: try params.client().required("client"),
            scopes: try params.scopes(),
            givesFullToken: try params.bool("full_token") ?? false,
            expiry: try params.expiry(),
            maximumUses: try params.integer("max_uses", in: 1...Limits.delegationUses),
            purpose: try params.made("purpose") { text throws(InvalidValue) in try Purpose(text) },
            session: try params.sessionHandle("session"))
    }
}

extension TokenRedemption {
    init(_ params: Params) throws(InvalidValue) {
        for name in ["grant", "subject", "provider", "account"] where params.value(name) != nil {
            throw InvalidValue(field: name, problem: "is told by the delegation: leave it out")
        }
        self.init(
            handle: try params.delegationHandle().required("delegation"),
            scopes: try params.scopes(),
            minimumLifeSeconds: try params.integer("min_ttl_seconds", in: 0...WireLimits.minimumLifeSeconds),
            forceRefresh: try params.bool("force_refresh") ?? false, session: try params.sessionHandle("session"),
            proof: try params.proofTarget())
    }
}

extension DelegationFilter {
    init(_ params: Params) throws(InvalidValue) {
        self.init(
            grant: try params.grant("grant"),
            subject: try params.subject(),
            client: try params.client(),
            after: try params.delegationID("cursor"),
            limit: Int(try params.integer("limit", in: 1...Int64(Limits.pageSize)) ?? 100))
    }
}

extension DelegationSelector {
    init(_ params: Params) throws(InvalidValue) {
        switch (try params.delegationID("id"), try params.delegationHandle()) {
        case (let id?, nil): self = .id(id)
        case (nil, let handle?): self = .handle(handle)
        case (nil, nil): throw InvalidValue(field: "id", problem: "is missing: give it, or delegation")
        case (_?, _?): throw InvalidValue(field: "id", problem: "and delegation say the same: leave one out")
        }
    }
}
