import VaultJSON

/// What the results of `delegation.*` say, as the public values.
extension ResultReader {
    package func delegation() throws(VaultClientError) -> DelegationRecord {
        DelegationRecord(
            id: try text("id"), grant: try text("grant"), subject: try text("subject"), provider: try text("provider"),
            account: optionalText("account"), creator: try text("creator"), client: try text("client"),
            scopes: value["scopes"] == nil ? nil : try texts("scopes"), givesFullToken: try bool("full_token"),
            createdAt: try integer("created_at"), expiresAt: try integer("expires_at"),
            maximumUses: optionalInteger("max_uses"), uses: try integer("uses"),
            lastUsedAt: optionalInteger("last_used_at"), purpose: optionalText("purpose"),
            session: optionalText("session"))
    }

    package func issuedDelegation() throws(VaultClientError) -> IssuedDelegation {
        IssuedDelegation(secret: try secret("delegation"), record: try delegation())
    }

    package func delegationPage() throws(VaultClientError) -> DelegationRecordPage {
        DelegationRecordPage(
            delegations: try list("delegations") { one throws(VaultClientError) in try one.delegation() },
            nextCursor: optionalText("next_cursor"))
    }

    package func revokedDelegation() throws(VaultClientError) -> String { try text("id") }
}
