import VaultCore
import VaultJSON

/// What names and describes sessions.
extension Params {
    /// Any text at all: what is no handle is to its caller the same as one that is good for nothing.
    func sessionHandle(_ name: String) throws(InvalidValue) -> Secret? {
        guard let value = value(name) else { return nil }
        let secret = value.withUnescapedBytes { bytes in
            bytes.withUnsafeBufferPointer { Secret(copying: UnsafeRawBufferPointer($0)) }
        }
        guard let secret else { throw InvalidValue(field: name, problem: "must be a string") }
        return secret
    }

    func sessionID(_ name: String) throws(InvalidValue) -> SessionID? {
        guard let text = try text(name) else { return nil }
        guard let id = SessionID(text: text) else {
            throw InvalidValue(field: name, problem: "is not as the vault gave it out: copy it whole")
        }
        return id
    }

    fileprivate func sessionClass() throws(InvalidValue) -> SessionClassName? {
        try made("class") { text throws(InvalidValue) in try SessionClassName(text) }
    }

    /// Whatever the auth backend keeps there: any text.
    fileprivate func payload() throws(InvalidValue) -> Secret? {
        guard let secret = try sessionHandle("payload") else { return nil }
        guard secret.count <= Limits.sessionPayloadBytes else {
            throw InvalidValue(field: "payload", problem: "is longer than \(Limits.sessionPayloadBytes) bytes")
        }
        return secret
    }

    /// A JSON object, kept as it was written.
    fileprivate func sessionClaims() throws(InvalidValue) -> Secret? {
        guard let value = value("claims") else { return nil }
        guard value.kind == .object else { throw InvalidValue(field: "claims", problem: "must be an object") }
        return try value.withRawBytes { bytes throws(InvalidValue) in
            guard bytes.count <= Limits.sessionClaimsBytes else {
                throw InvalidValue(
                    field: "claims", problem: "are longer than \(Limits.sessionClaimsBytes) bytes of JSON")
            }
            return bytes.withUnsafeBufferPointer { Secret(copying: UnsafeRawBufferPointer($0)) }
        }
    }

    fileprivate func sessionGrants() throws(InvalidValue) -> [GrantID] {
        let handles = try texts("grants") ?? []
        guard handles.count <= Limits.sessionGrants else {
            throw InvalidValue(field: "grants", problem: "are more than \(Limits.sessionGrants)")
        }
        var grants: [GrantID] = []
        for handle in handles {
            guard let grant = GrantID(handle: handle) else {
                throw InvalidValue(field: "grants", problem: "are not as the vault gave them out: copy them whole")
            }
            if !grants.contains(grant) { grants.append(grant) }
        }
        return grants
    }

    fileprivate func roles() throws(InvalidValue) -> [Role]? {
        guard let texts = try texts("roles") else { return nil }
        var roles: [Role] = []
        for text in texts {
            do throws(InvalidValue) { roles.append(try Role(text)) } catch {
                throw InvalidValue(field: "roles", problem: "each \(error.problem)")
            }
        }
        return try Role.checked(roles)
    }

    fileprivate func device() throws(InvalidValue) -> (userAgent: String?, address: String?) {
        (
            try short("user_agent", Limits.userAgentBytes), try short("address", Limits.addressBytes)
        )
    }

    private func short(_ name: String, _ maximum: Int) throws(InvalidValue) -> String? {
        guard let text = try text(name) else { return nil }
        return try SessionDetails.checked(text, name, maximumBytes: maximum)
    }
}

extension Request {
    /// `session.create`: of a subject that the caller names, or of whoever an account is.
    static func sessionCreate(_ params: Params) throws(InvalidValue) -> Request {
        let (subject, roles) = (try params.subject(), try params.roles())
        guard let identity = try params.identity() else {
            return .sessionCreate(
                try NewSession(params, of: subject.required("subject"), roles: roles ?? []))
        }
        guard subject == nil else {
            throw InvalidValue(field: "subject", problem: "is what identity finds out: leave one of them out")
        }
        guard roles == nil else {
            throw InvalidValue(field: "roles", problem: "are what identity finds out: leave one of them out")
        }
        // Replaced by who it is.
        let nobody = try Subject("nobody")
        return .sessionSignIn(
            SessionSignIn(identity: identity, template: try NewSession(params, of: nobody, roles: [])))
    }
}

extension NewSession {
    fileprivate init(_ params: Params, of subject: Subject, roles: [Role]) throws(InvalidValue) {
        let device = try params.device()
        self.init(
            subject: subject,
            kind: try params.sessionClass() ?? SessionClass.browser.name,
            details: SessionDetails(
                authentication: try params.authentication(), roles: roles,
                userAgent: device.userAgent, address: device.address),
            content: SessionContent(claims: try params.sessionClaims(), payload: try params.payload()),
            grants: try params.sessionGrants(), bindsGrants: try params.bool("bind_grants") ?? false)
    }
}

extension SessionRenewal {
    init(_ params: Params) throws(InvalidValue) {
        let saysSignIn = ["acr", "amr", "auth_time"].contains { params.value($0) != nil }
        self.init(
            handle: try params.sessionHandle("session").required("session"),
            authentication: saysSignIn ? try params.authentication() : nil,
            roles: try params.roles(), claims: try params.sessionClaims(), payload: try params.payload())
    }
}

extension SessionSelector {
    init(_ params: Params) throws(InvalidValue) {
        switch (try params.sessionID("id"), try params.sessionHandle("session")) {
        case (let id?, nil): self = .id(id)
        case (nil, let handle?): self = .handle(handle)
        case (nil, nil): throw InvalidValue(field: "id", problem: "is missing: give it, or session")
        case (_?, _?): throw InvalidValue(field: "id", problem: "and session say the same: leave one out")
        }
    }
}

extension SessionSweep {
    init(_ params: Params) throws(InvalidValue) {
        self.init(
            subject: try params.subject(), provider: try params.provider(),
            except: try params.sessionHandle("except"))
        let isEveryone = try params.bool("everyone") ?? false
        guard isEveryone || subject != nil || provider != nil else {
            throw InvalidValue(field: "subject", problem: "is missing: give it, a provider, or everyone")
        }
        guard !isEveryone || (subject == nil && provider == nil) else {
            throw InvalidValue(field: "everyone", problem: "leaves out nobody: give neither subject nor provider")
        }
    }
}

extension SessionFilter {
    init(_ params: Params) throws(InvalidValue) {
        self.init(
            id: try params.sessionID("id"), subject: try params.subject(), kind: try params.sessionClass(),
            after: try params.sessionID("cursor"),
            limit: Int(try params.integer("limit", in: 1...Int64(Limits.pageSize)) ?? 100))
    }
}
