import VaultCore
import VaultJSON

extension Grant {
    func write(to writer: inout JSONWriter) {
        writer.member("grant", id.handle)
        writer.member("subject", subject.text)
        writer.member("provider", provider.text)
        if account != .unknown { writer.member("account", account.text) }
        status.write(to: &writer)
        writer.member("generation", generation.number)
        writer.member("scopes", scopes.scopes)
        writer.member(
            "labels",
            object: { writer in
                for label in labels { writer.member(label.name, label.value) }
            })
        if pin != .none {
            writer.member(
                "pin",
                object: { writer in
                    if let sub = pin.sub { writer.member("sub", sub) }
                    if let tenant = pin.tenant { writer.member("tid", tenant) }
                })
        }
        authentication.write(to: &writer)
        writer.member("created_at", createdAt.seconds)
        writer.member("updated_at", updatedAt.seconds)
        if let mintedAt { writer.member("minted_at", mintedAt.seconds) }
        if let lastUsedAt { writer.member("last_used_at", lastUsedAt.seconds) }
        if let expiry = refreshTokenExpiresAt { writer.member("refresh_token_expires_at", expiry.seconds) }
        if let death, death.reason != .condemned {
            writer.member("dies_at", death.at.seconds)
            writer.member("dies_of", death.reason.rawValue)
        }
    }
}

extension Authentication {
    func write(to writer: inout JSONWriter) {
        if let acr { writer.member("acr", acr) }
        if !amr.isEmpty { writer.member("amr", amr) }
        if let time { writer.member("auth_time", time.seconds) }
    }
}

extension GrantStatus {
    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .active: writer.member("status", "active")
        case .reauthRequired(let reason):
            writer.member("status", "reauth_required")
            writer.member("reason", reason.rawValue)
        case .stepUpRequired(let claims):
            writer.member("status", "step_up_required")
            writer.member("claims", claims)
        }
    }
}

extension GrantPage {
    func write(to writer: inout JSONWriter) {
        writer.member(
            "grants",
            array: { writer in
                for grant in grants { writer.object { grant.write(to: &$0) } }
            })
        if let next { writer.member("next_cursor", next.text) }
    }
}

extension ReapPage {
    func write(to writer: inout JSONWriter) {
        writer.member("dry_run", isDryRun)
        writer.member(
            "grants",
            array: { writer in
                for grant in grants {
                    writer.object { writer in
                        writer.member("grant", grant.id.handle)
                        writer.member("subject", grant.subject.text)
                        writer.member("provider", grant.provider.text)
                        if grant.account != .unknown { writer.member("account", grant.account.text) }
                        writer.member("dead_since", (grant.death?.at ?? grant.updatedAt).seconds)
                        writer.member("dead_of", grant.deadOf)
                    }
                }
            })
        if let next { writer.member("next_cursor", next.text) }
    }
}

extension RevocationReceipt {
    func write(of grant: GrantID, to writer: inout JSONWriter) {
        writer.member("grant", grant.handle)
        writer.member("revoked_locally", revokedLocally)
        writer.member("upstream", upstream.rawValue)
    }
}

extension IssuedToken {
    /// In the order of `CachedToken.replyHead`.
    func write(now: Timestamp, to writer: inout JSONWriter) {
        writer.name("access_token")
        accessToken.withBytes { bytes in writer.string(bytes: bytes.assumingMemoryBound(to: UInt8.self).span) }
        writer.member("token_type", type.rawValue)
        writer.member("grant", grant.handle)
        writer.member("generation", generation.number)
        writer.member("scopes", scopes.scopes)
        writer.member("expires_at", expiresAt.seconds)
        writer.member("expires_in", max(0, expiresAt.seconds(since: now)))
        if let proof {
            writer.name("dpop_proof")
            proof.withBytes { bytes in writer.string(bytes: bytes.assumingMemoryBound(to: UInt8.self).span) }
        }
    }
}
