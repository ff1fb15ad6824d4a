import VaultCore

extension MethodTable {
    static let providerList = MethodEntry(
        .providerList, "lists the providers of the configuration that this client may use",
        result: [
            Field(
                "providers",
                .list(
                    of: .object([
                        Field("name", .name, required: true, "the name in the configuration"),
                        Field("issuer", .text(maximumBytes: 2048), "where its metadata is discovered"),
                        Field(
                            "rotation", .word(RotationRule.words), required: true,
                            "what it does to a used refresh token"),
                        Field("rotation_grace_seconds", .integer(0...Int64.max), "only with `rotates_with_grace`"),
                        Field(
                            "narrowing", .word(NarrowingRule.allCases.map(\.rawValue)), required: true,
                            "`per_token`: `token.get` may ask for fewer scopes than the grant has"),
                        Field(
                            "breaker", .word(ProviderStanding.words), required: true,
                            "`open`: it is not asked for now; `half_open`: one refresh finds out whether it may be again"
                        ),
                        Field("reason", .text(maximumBytes: 64), "why it is not `closed`"),
                        Field(
                            "provider_error", .text(maximumBytes: 64),
                            "the provider's error code, where the client registration is at fault"),
                        Field("retry_after_ms", .integer(0...Int64.max), "with `open`: when it is asked again"),
                    ]), upTo: nil), required: true, "by name")
        ],
        isRepeatable: true,
        example: (
            #"{}"#, #"{"providers":[{"name":"github","rotation":"rotates","narrowing":"lineage","breaker":"closed"}]}"#
        ))

    static let providerTest = MethodEntry(
        .providerTest,
        "asks a provider for its metadata, and with a made-up refresh token whether it accepts the client; tells what an operator should correct",
        params: [Field("provider", .name, required: true, "the provider's name in the configuration")],
        result: [
            Field("provider", .name, required: true, "as it was asked"),
            Field("reachable", .bool, required: true, "whether it answered at all"),
            Field("token_endpoint", .text(maximumBytes: 2048), "configured or discovered"),
            Field("revocation_endpoint", .text(maximumBytes: 2048), "configured or discovered"),
            Field(
                "clock_difference_seconds", .integer(Int64.min...Int64.max),
                "how far the provider's clock is before the vault's; absent where it does not tell"),
            Field(
                "credentials", .word(ProviderProbe.Credentials.words), required: true,
                "what the provider says to the client's: `indistinct` where it says the same to wrong ones, `undecided` where it gave no answer "
                    + "that tells, `not_asked` where it was not reached or there is no usable secret or key"),
            Field("provider_error", .text(maximumBytes: 64), "with `refused`: the provider's error code"),
            Field(
                "problems", .list(of: .text(maximumBytes: 1024), upTo: nil), required: true,
                "sentences; empty when all is well"),
        ],
        errors: [.notFound],
        isRepeatable: true,
        example: (
            #"{"provider":"entra"}"#,
            #"{"provider":"entra","reachable":true,"token_endpoint":"https://login.example/token","credentials":"accepted","problems":[]}"#
        ))

    static let systemPing = MethodEntry(
        .systemPing, "answers at once; open to everyone who can connect",
        result: [Field("pong", .bool, required: true, "true")],
        isRepeatable: true,
        example: (#"{}"#, #"{"pong":true}"#))

    static let systemHealth = MethodEntry(
        .systemHealth, "tells whether the vault is fit to serve",
        result: [
            Field(
                "status", .word(HealthReport.Status.allCases.map(\.rawValue)), required: true,
                "`degraded`: it serves, but an operator should look"),
            Field("live", .bool, required: true, "true: it answers"),
            Field(
                "ready", .bool, required: true,
                "whether callers are to be sent here: false while a reason holds that stops the service"),
            Field(
                "problems", .list(of: .text(maximumBytes: 1024), upTo: nil), required: true,
                "the sentences of `reasons`, the most important first"),
            Field(
                "reasons",
                .list(
                    of: .object([
                        Field(
                            "code", .word(HealthProblem.Code.allCases.map(\.rawValue)), required: true,
                            "for programs; "
                                + HealthProblem.Code.allCases.filter(\.stopsService).map { "`\($0.rawValue)`" }
                                .joined(separator: ", ") + " stop the service"),
                        Field("text", .text(maximumBytes: 1024), required: true, "for people"),
                    ]), upTo: nil), required: true, "why the status is not `ok`"),
            Field(
                "pending_revocations", .integer(0...Int64.max), required: true, "still to be done at their providers"),
        ],
        isRepeatable: true,
        example: (
            #"{}"#, #"{"status":"ok","live":true,"ready":true,"problems":[],"reasons":[],"pending_revocations":0}"#
        ))

    static let systemInfo = MethodEntry(
        .systemInfo, "tells about the running daemon",
        result: [
            Field("version", .text(maximumBytes: 64), required: true, "of vaultd"),
            Field("protocol", .text(maximumBytes: 16), required: true, "of this protocol"),
            Field("pid", .integer(1...Int64.max), required: true, "of the daemon"),
            Field("started_at", .time, required: true, "when it started"),
            Field("uptime_seconds", .integer(0...Int64.max), required: true, "by a clock that is never set"),
            Field("connections", .integer(0...Int64.max), required: true, "open now, this one included"),
            Field("in_flight", .integer(0...Int64.max), required: true, "calls that wait for the disk or a provider"),
            Field("providers", .integer(0...Int64.max), required: true, "in the configuration"),
            Field("development", .bool, "true in development mode, in which guests may come in; else absent"),
            Field("backup_done_bytes", .integer(0...Int64.max), "copied so far, while a backup is being made"),
            Field("backup_total_bytes", .integer(0...Int64.max), "of the store, while a backup is being made"),
        ],
        isRepeatable: true,
        example: (
            #"{}"#,
            #"{"version":"0.1.0","protocol":"1.0","pid":412,"started_at":1767220000,"uptime_seconds":3600,"#
                + #""connections":2,"in_flight":0,"providers":2}"#
        ))

    static let rpcDiscover = MethodEntry(
        .rpcDiscover, "gives this table as an OpenRPC document",
        result: [
            Field("openrpc", .text(maximumBytes: 16), required: true, "version of the OpenRPC specification"),
            Field("info", .object([]), required: true, "title and version"),
            Field("methods", .list(of: .object([]), upTo: nil), required: true, "one entry per method"),
        ],
        isRepeatable: true,
        example: (#"{}"#, #"{"openrpc":"1.2.6","info":{"title":"vaultd","version":"1.0"},"methods":[]}"#))
}
