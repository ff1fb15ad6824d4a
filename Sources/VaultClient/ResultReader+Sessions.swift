import VaultJSON

/// What the results of `session.*` say, as the public values.
extension ResultReader {
    package func session() throws(VaultClientError) -> UserSession {
        var signIn = SignIn()
        signIn.acr = optionalText("acr")
        signIn.amr = value["amr"] == nil ? [] : try texts("amr")
        signIn.time = optionalInteger("auth_time")
        return UserSession(
            id: try text("id"), subject: try text("subject"), kind: try text("class"),
            createdAt: try integer("created_at"), lastSeenAt: try integer("last_seen_at"),
            endsAt: try integer("ends_at"), expiresAt: try integer("expires_at"), signIn: signIn,
            roles: value["roles"] == nil ? [] : try texts("roles"), userAgent: optionalText("user_agent"),
            address: optionalText("address"))
    }

    package func issuedSession() throws(VaultClientError) -> IssuedSession {
        IssuedSession(
            secret: try secret("session"), setCookie: try optionalSecret("set_cookie"), session: try session(),
            evicted: value["evicted"] == nil ? [] : try texts("evicted"))
    }

    package func openSession() throws(VaultClientError) -> OpenUserSession {
        let claims = value["claims"]?.withRawBytes { bytes in
            bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
        return OpenUserSession(
            session: try session(), claims: claims, payload: try optionalSecret("payload"),
            grants: value["grants"] == nil ? [] : try texts("grants"), isRenewalDue: try bool("renewal_due"))
    }

    package func sessionPage() throws(VaultClientError) -> UserSessionPage {
        UserSessionPage(
            sessions: try list("sessions") { one throws(VaultClientError) in try one.session() },
            nextCursor: optionalText("next_cursor"))
    }

    package func endedSession() throws(VaultClientError) -> EndedUserSession {
        EndedUserSession(id: try text("id"), setCookie: optionalText("set_cookie"))
    }

    package func endedSessions() throws(VaultClientError) -> Int64 { try integer("ended") }

    private func optionalSecret(_ name: String) throws(VaultClientError) -> SecretText? {
        value[name] == nil ? nil : try secret(name)
    }
}
