import VaultCore
import VaultJSON
import VaultWire

extension VaultClient {
    /// Stores a refresh token (`grant.put`); the same subject, provider and account replace the lineage. It is on the disk when this
    /// returns. Never sent twice.
    public func putGrant(_ grant: NewGrant) async throws(VaultClientError) -> GrantRecord {
        try GrantRecord(await result(of: .grantPut, grant.write))
    }

    /// What is stored about one grant (`grant.lookup`).
    public func grant(_ selection: GrantSelection) async throws(VaultClientError) -> GrantRecord {
        try GrantRecord(await result(of: .grantLookup, selection.write))
    }

    /// One page of the grants that this client may see (`grant.list`).
    public func listGrants(_ query: GrantQuery = GrantQuery()) async throws(VaultClientError) -> GrantRecordPage {
        let result = try await result(of: .grantList, query.write)
        return GrantRecordPage(
            grants: try result.list("grants") { grant throws(VaultClientError) in try GrantRecord(grant) },
            nextCursor: result.optionalText("next_cursor"))
    }

    /// Ends a grant (`grant.revoke`): durably at the vault before this returns, then at the provider. Never sent twice.
    public func revokeGrant(_ selection: GrantSelection) async throws(VaultClientError) -> RevokedGrant {
        let result = try await result(of: .grantRevoke, selection.write)
        return RevokedGrant(handle: try result.text("grant"), upstream: try result.text("upstream"))
    }

    func result(
        of method: Method, _ params: (inout JSONWriter) -> Void = { _ in }
    ) async throws(VaultClientError) -> ResultReader {
        let entry = MethodTable.entry(method)
        let value = try await result(of: method.rawValue, isRepeatable: entry.isRepeatable, params)
        return ResultReader(value, of: method.rawValue)
    }
}

extension GrantRecord {
    init(_ result: ResultReader) throws(VaultClientError) {
        let pin = result.object("pin")
        self.init(
            handle: try result.text("grant"), subject: try result.text("subject"),
            provider: try result.text("provider"), account: result.optionalText("account"),
            status: try Status(result), generation: try result.integer("generation"),
            scopes: try result.texts("scopes"), labels: result.strings("labels"),
            pinnedSubject: pin?.optionalText("sub"), pinnedTenant: pin?.optionalText("tid"),
            createdAt: try result.integer("created_at"), updatedAt: try result.integer("updated_at"),
            mintedAt: result.optionalInteger("minted_at"), lastUsedAt: result.optionalInteger("last_used_at"),
            refreshTokenExpiresAt: result.optionalInteger("refresh_token_expires_at"))
    }
}

extension GrantRecord.Status {
    fileprivate init(_ result: ResultReader) throws(VaultClientError) {
        switch try result.text("status") {
        case "active": self = .active
        case "reauth_required": self = .reauthRequired(reason: result.optionalText("reason") ?? "")
        default: throw .protocolViolation("a grant has a status that this version does not know")
        }
    }
}
