package import VaultCore
import VaultJSON

extension OpenedSession {
    /// The handle goes straight from its `Secret` into the writer, which the caller wipes.
    func write(to writer: inout JSONWriter) {
        writer.member("session", secret: handle)
        if let cookie { writer.member("set_cookie", secret: cookie) }
        writer.member("cache_control", "no-store")
        session.write(to: &writer)
        details.write(to: &writer)
        if !evicted.isEmpty { writer.member("evicted", evicted.map(\.text)) }
    }
}

extension FoundSession {
    func write(to writer: inout JSONWriter) {
        session.write(to: &writer)
        details.write(to: &writer)
        if let claims = content.claims {
            writer.name("claims")
            claims.withBytes { writer.raw(bytes: $0.assumingMemoryBound(to: UInt8.self).span) }
        }
        if let payload = content.payload { writer.member("payload", secret: payload) }
        if !grants.isEmpty { writer.member("grants", grants.map(\.handle)) }
        writer.member("renewal_due", isRenewalDue)
    }

    /// The answer in the pieces that `SessionReplyFrame` puts together: what is written here is what `write` writes.
    package func replyText() -> SessionReplyText {
        var writer = JSONWriter()
        defer { writer.wipe() }
        writer.object { write(to: &$0) }
        let bytes = writer.bytes
        // Before it stands nothing that a caller chose but the subject, in which quotes are escaped.
        let seen = Array("\"last_seen_at\":\(session.lastSeenAt.seconds),\"ends_at\":\(session.endsAt.seconds),".utf8)
        let end = Array("\(isRenewalDue)}".utf8)
        guard let place = bytes.firstPlace(of: seen) else { preconditionFailure("a session's reply lacks its times") }
        let head = bytes[..<place.lowerBound] + "\"last_seen_at\":".utf8
        let tail = bytes[place.upperBound..<bytes.count - end.count]
        return SessionReplyText(
            head: Array(head), tail: tail.withUnsafeBytes { Secret(copying: $0) })
    }
}

extension EndedSession {
    func write(to writer: inout JSONWriter) {
        writer.member("id", id.text)
        writer.member("revoked", true)
        if let clearing { writer.member("set_cookie", clearing) }
    }
}

extension SessionPage {
    func write(to writer: inout JSONWriter) {
        writer.member(
            "sessions",
            array: { writer in
                for entry in sessions {
                    writer.object { writer in
                        entry.session.write(to: &writer)
                        entry.details.write(to: &writer)
                    }
                }
            })
        if let next { writer.member("next_cursor", next.text) }
    }
}

extension Session {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("id", id.text)
        writer.member("subject", subject.text)
        writer.member("class", kind.text)
        writer.member("created_at", createdAt.seconds)
        writer.member("last_seen_at", lastSeenAt.seconds)
        writer.member("ends_at", endsAt.seconds)
        writer.member("expires_at", expiresAt.seconds)
    }
}

extension SessionDetails {
    fileprivate func write(to writer: inout JSONWriter) {
        if let acr = authentication.acr { writer.member("acr", acr) }
        if !authentication.amr.isEmpty { writer.member("amr", authentication.amr) }
        if let time = authentication.time { writer.member("auth_time", time.seconds) }
        if !roles.isEmpty { writer.member("roles", roles.map(\.text)) }
        if let userAgent { writer.member("user_agent", userAgent) }
        if let address { writer.member("address", address) }
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, secret: Secret) {
        self.name(name)
        secret.withBytes { string(bytes: $0.assumingMemoryBound(to: UInt8.self).span) }
    }
}
