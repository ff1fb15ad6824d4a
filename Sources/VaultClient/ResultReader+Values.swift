/// What each method's result says, as the public values.
extension ResultReader {
    package func grant() throws(VaultClientError) -> GrantRecord {
        let pin = object("pin")
        return GrantRecord(
            handle: try text("grant"), subject: try text("subject"), provider: try text("provider"),
            account: optionalText("account"), status: try grantStatus(), generation: try integer("generation"),
            scopes: try texts("scopes"), labels: strings("labels"), pinnedSubject: pin?.optionalText("sub"),
            pinnedTenant: pin?.optionalText("tid"), acr: optionalText("acr"), amr: optionalTexts("amr") ?? [],
            authTime: optionalInteger("auth_time"), createdAt: try integer("created_at"),
            updatedAt: try integer("updated_at"), mintedAt: optionalInteger("minted_at"),
            lastUsedAt: optionalInteger("last_used_at"),
            refreshTokenExpiresAt: optionalInteger("refresh_token_expires_at"), diesAt: optionalInteger("dies_at"),
            diesOf: optionalText("dies_of"), warnings: optionalTexts("warnings") ?? [],
            isPresent: optionalBool("present") ?? false)
    }

    private func grantStatus() throws(VaultClientError) -> GrantRecord.Status {
        switch try text("status") {
        case "active": return .active
        case "step_up_required": return .stepUpRequired(claims: optionalText("claims") ?? "")
        case "reauth_required": return .reauthRequired(reason: optionalText("reason") ?? "")
        default: throw .protocolViolation("a grant has a status that this version does not know")
        }
    }

    package func grantPage() throws(VaultClientError) -> GrantRecordPage {
        GrantRecordPage(
            grants: try list("grants") { grant throws(VaultClientError) in try grant.grant() },
            nextCursor: optionalText("next_cursor"))
    }

    package func revokedGrant() throws(VaultClientError) -> RevokedGrant {
        RevokedGrant(handle: try text("grant"), upstream: try text("upstream"))
    }

    package func accessToken() throws(VaultClientError) -> AccessToken {
        AccessToken(
            secret: try secret("access_token"), type: try text("token_type"),
            proof: optionalText("dpop_proof") == nil ? nil : try secret("dpop_proof"), grant: try text("grant"),
            generation: try integer("generation"),
            scopes: try texts("scopes"), expiresAt: try integer("expires_at"), expiresIn: try integer("expires_in"))
    }

    package func providers() throws(VaultClientError) -> [ProviderInfo] {
        try list("providers") { provider throws(VaultClientError) in
            ProviderInfo(
                name: try provider.text("name"), issuer: provider.optionalText("issuer"),
                rotation: try provider.text("rotation"), narrowing: try provider.text("narrowing"),
                breaker: try provider.text("breaker"), reason: provider.optionalText("reason"),
                providerError: provider.optionalText("provider_error"),
                retryAfterMilliseconds: provider.optionalInteger("retry_after_ms"))
        }
    }

    package func providerReport() throws(VaultClientError) -> ProviderReport {
        ProviderReport(
            provider: try text("provider"), isReachable: try bool("reachable"),
            tokenEndpoint: optionalText("token_endpoint"), revocationEndpoint: optionalText("revocation_endpoint"),
            clockDifferenceSeconds: optionalInteger("clock_difference_seconds"), credentials: try text("credentials"),
            providerError: optionalText("provider_error"), problems: try texts("problems"))
    }

    package func health() throws(VaultClientError) -> DaemonHealth {
        let status = try text("status")
        return DaemonHealth(
            status: status, isReady: optionalBool("ready") ?? (status != "sealed"), problems: try texts("problems"),
            reasons: try optionalList("reasons") { reason throws(VaultClientError) in
                HealthReason(code: try reason.text("code"), text: try reason.text("text"))
            },
            pendingRevocations: try integer("pending_revocations"))
    }

    package func backup() throws(VaultClientError) -> BackupSummary {
        BackupSummary(
            file: try text("file"), createdAt: try integer("created_at"), store: try text("store"),
            masterKeys: try integers("master_keys"), grants: try integer("grants"),
            pendingRevocations: try integer("pending_revocations"), bytes: try integer("bytes"))
    }

    package func info() throws(VaultClientError) -> DaemonInfo {
        DaemonInfo(
            version: try text("version"), protocolVersion: try text("protocol"), pid: try integer("pid"),
            startedAt: try integer("started_at"), uptimeSeconds: try integer("uptime_seconds"),
            connections: try integer("connections"), inFlight: try integer("in_flight"),
            providers: try integer("providers"), isDevelopment: optionalBool("development") ?? false,
            backupDoneBytes: optionalInteger("backup_done_bytes"),
            backupTotalBytes: optionalInteger("backup_total_bytes"))
    }
}
