import VaultClient
import VaultCommandLine

/// Grants as people read them.
enum GrantText {
    static func details(_ grant: GrantRecord, now: Int64) -> String {
        var details = Details()
        details.add("grant", grant.handle)
        details.add("subject", grant.subject)
        details.add("provider", grant.provider)
        details.add("account", grant.account)
        details.add("status", status(grant))
        details.add("generation", "\(grant.generation)")
        details.add("scopes", grant.scopes.isEmpty ? nil : grant.scopes.joined(separator: " "))
        details.add("labels", labels(grant))
        details.add("pinned sub", grant.pinnedSubject)
        details.add("pinned tenant", grant.pinnedTenant)
        details.add("signed in", signIn(grant))
        details.add("created", TimeText.utc(grant.createdAt))
        details.add("updated", TimeText.utc(grant.updatedAt))
        details.add("minted", grant.mintedAt.map(TimeText.utc) ?? "never")
        details.add("last used", grant.lastUsedAt.map(TimeText.utc) ?? "never")
        details.add("expires", grant.refreshTokenExpiresAt.map { expiry($0, now: now) })
        details.add("dies", grant.diesAt.map { expiry($0, now: now) + (grant.diesOf.map { ", \($0)" } ?? "") })
        return details.text()
    }

    static func table(_ grants: [GrantRecord], hasHeading: Bool, isForecast: Bool = false) -> String {
        if isForecast { return forecast(grants, hasHeading: hasHeading) }
        let heading = ["GRANT", "SUBJECT", "PROVIDER", "ACCOUNT", "STATUS", "GENERATION", "LAST USED"]
        let rows = grants.map { grant in
            [
                grant.handle, grant.subject, grant.provider, grant.account ?? "-", status(grant), "\(grant.generation)",
                grant.lastUsedAt.map(TimeText.utc) ?? "never",
            ]
        }
        let text = TextTable(heading, rows: rows, numeric: [5]).text()
        return hasHeading ? text : String(text.drop { $0 != "\n" }.dropFirst())
    }

    private static func forecast(_ grants: [GrantRecord], hasHeading: Bool) -> String {
        let heading = ["GRANT", "SUBJECT", "PROVIDER", "ACCOUNT", "DIES", "OF", "LAST USED"]
        let rows = grants.map { grant in
            [
                grant.handle, grant.subject, grant.provider, grant.account ?? "-",
                grant.diesAt.map(TimeText.utc) ?? "-", grant.diesOf ?? "-",
                grant.lastUsedAt.map(TimeText.utc) ?? "never",
            ]
        }
        let text = TextTable(heading, rows: rows).text()
        return hasHeading ? text : String(text.drop { $0 != "\n" }.dropFirst())
    }

    static func dead(_ grants: [DeadGrantRecord], hasHeading: Bool) -> String {
        let heading = ["GRANT", "SUBJECT", "PROVIDER", "ACCOUNT", "DEAD SINCE", "OF"]
        let rows = grants.map { grant in
            [
                grant.handle, grant.subject, grant.provider, grant.account ?? "-", TimeText.utc(grant.deadSince),
                grant.deadOf,
            ]
        }
        let text = TextTable(heading, rows: rows).text()
        return hasHeading ? text : String(text.drop { $0 != "\n" }.dropFirst())
    }

    static func warning(_ word: String) -> String {
        guard word == "issuance_cap_exceeded" else { return "vaultctl: warning: \(TextTable.harmless(word))\n" }
        return
            "vaultctl: warning: the provider lets fewer refresh tokens of this account live than there are grants of it: "
            + "the oldest is dead or will be\n"
    }

    private static func status(_ grant: GrantRecord) -> String {
        switch grant.status {
        case .active: "active"
        case .stepUpRequired: "step_up_required"
        case .reauthRequired(let reason): reason.isEmpty ? "reauth_required" : "reauth_required (\(reason))"
        }
    }

    private static func signIn(_ grant: GrantRecord) -> String? {
        let facts = [
            grant.authTime.map(TimeText.utc), grant.acr.map { "acr \($0)" },
            grant.amr.isEmpty ? nil : "amr \(grant.amr.joined(separator: " "))",
        ].compactMap { $0 }
        return facts.isEmpty ? nil : facts.joined(separator: ", ")
    }

    private static func labels(_ grant: GrantRecord) -> String? {
        guard !grant.labels.isEmpty else { return nil }
        return grant.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    private static func expiry(_ moment: Int64, now: Int64) -> String {
        let left = moment - now
        return TimeText.utc(moment) + (left > 0 ? " (in \(TimeText.span(left)))" : " (has passed)")
    }
}
