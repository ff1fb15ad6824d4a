import VaultClient
import VaultCommandLine

/// What became of grants at their providers, as people read it; here they are over.
enum RevocationText {
    static func one(_ grant: RevokedGrant) -> String {
        switch grant.upstream {
        case "revoked": "revoked here and at the provider\n"
        case "queued": "revoked here; the provider has not answered yet, the vault goes on trying\n"
        case "not_supported":
            "revoked here; the provider offers no revocation, its own tokens live on until they expire\n"
        case "refused": "revoked here; the provider refused to revoke it, revoke it there by hand\n"
        default: "revoked here; at the provider: \(TextTable.harmless(grant.upstream))\n"
        }
    }

    static func row(_ grant: String, _ provider: String, _ account: String?, _ upstream: String) -> [String] {
        [grant, provider, account ?? "-", word(upstream)]
    }

    static func table(_ rows: [[String]]) -> String {
        TextTable(["GRANT", "PROVIDER", "ACCOUNT", "AT THE PROVIDER"], rows: rows).text()
    }

    private static func word(_ upstream: String) -> String {
        switch upstream {
        case "revoked": "revoked"
        case "queued": "queued; the vault goes on trying"
        case "not_supported": "offers no revocation; its own tokens live on until they expire"
        case "refused": "refused; revoke it there by hand"
        default: upstream
        }
    }
}
