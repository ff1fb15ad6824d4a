import VaultClient
import VaultCommandLine

/// Delegations as people read them.
enum DelegationText {
    static func table(_ delegations: [DelegationRecord], now: Int64, hasHeading: Bool) -> String {
        let heading = ["DELEGATION", "SUBJECT", "PROVIDER", "CLIENT", "SCOPES", "USES", "EXPIRES", "PURPOSE"]
        let rows = delegations.map { one in
            [
                one.id, one.subject, one.provider, one.client, one.scopes?.joined(separator: " ") ?? "all",
                "\(one.uses)" + (one.maximumUses.map { " of \($0)" } ?? ""),
                one.expiresAt > now ? TimeText.utc(one.expiresAt) : "has passed", one.purpose ?? "-",
            ]
        }
        let text = TextTable(heading, rows: rows).text()
        return hasHeading ? text : String(text.drop { $0 != "\n" }.dropFirst())
    }
}
