import VaultClient
import VaultCommandLine

/// Sessions as people read them.
enum SessionText {
    static func table(_ sessions: [UserSession], hasHeading: Bool) -> String {
        let heading = ["SESSION", "SUBJECT", "CLASS", "LAST SEEN", "ENDS", "ADDRESS", "USER AGENT"]
        let rows = sessions.map { one in
            [
                one.id, one.subject, one.kind, TimeText.utc(one.lastSeenAt), TimeText.utc(one.endsAt),
                one.address ?? "-", one.userAgent ?? "-",
            ]
        }
        let text = TextTable(heading, rows: rows).text()
        return hasHeading ? text : String(text.drop { $0 != "\n" }.dropFirst())
    }

    static func details(_ session: UserSession) -> String {
        var details = Details()
        details.add("session", session.id)
        details.add("subject", session.subject)
        details.add("class", session.kind)
        details.add("acr", session.signIn.acr)
        details.add("amr", session.signIn.amr.isEmpty ? nil : session.signIn.amr.joined(separator: " "))
        details.add("roles", session.roles.isEmpty ? nil : session.roles.joined(separator: " "))
        details.add("signed in", session.signIn.time.map(TimeText.utc))
        details.add("created", TimeText.utc(session.createdAt))
        details.add("last seen", TimeText.utc(session.lastSeenAt))
        details.add("ends unused", TimeText.utc(session.endsAt))
        details.add("ends", TimeText.utc(session.expiresAt))
        details.add("address", session.address)
        details.add("user agent", session.userAgent)
        return details.text()
    }
}
