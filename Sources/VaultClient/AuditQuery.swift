import VaultJSON

/// Which records of the audit log are looked for; what is nil does not matter.
package struct AuditQuery: Sendable {
    package var subject: String?
    package var client: String?
    package var provider: String?
    package var grant: String?
    package var session: String?
    package var delegation: String?
    package var method: String?
    package var kind: String?
    package var outcome: String?
    package var token: SecretText?
    /// Seconds since 1970, both.
    package var since: Int64?
    package var until: Int64?
    package var after: Int64?
    package var newest = false
    package var limit: Int64?

    package init() {}

    func write(to writer: inout JSONWriter) {
        let texts = [
            ("subject", subject), ("client", client), ("provider", provider), ("grant", grant), ("session", session),
            ("delegation", delegation), ("method", method), ("kind", kind), ("outcome", outcome),
        ]
        for (name, text) in texts { if let text { writer.member(name, text) } }
        for (name, number) in [("since", since), ("until", until), ("after", after), ("limit", limit)] {
            if let number { writer.member(name, number) }
        }
        if newest { writer.member("newest", true) }
        if let token { writer.member("token", secret: token) }
    }
}
