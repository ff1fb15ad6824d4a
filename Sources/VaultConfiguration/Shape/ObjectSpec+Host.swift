import VaultCommandLine
import VaultCore

/// The file as a whole, and what concerns this machine.
extension ObjectSpec {
    static let root = ObjectSpec(
        "root",
        [
            MemberSpec("seal_key", .object("seal_key"), .required),
            MemberSpec("store", .object("store"), .required),
            MemberSpec("sockets", .object("sockets"), .required),
            MemberSpec("audit", .object("audit"), .required),
            MemberSpec("metrics", .object("metrics"), .defaulted("{}")),
            MemberSpec("keys", .object("keys"), .defaulted("{}")),
            MemberSpec("backup", .object("backup"), .defaulted("{}")),
            MemberSpec("providers", .map("provider"), .defaulted("{}")),
            MemberSpec("clients", .map("client"), .defaulted("{}")),
            MemberSpec("tokens", .object("tokens"), .defaulted("{}")),
            MemberSpec("grants", .object("grants"), .defaulted("{}")),
            MemberSpec("sessions", .object("sessions"), .defaulted("{}")),
            MemberSpec("identity", .object("identity"), .optional),
            MemberSpec("limits", .object("limits"), .defaulted("{}")),
            MemberSpec("loops", .integer(1...64), .defaulted("1")),
            MemberSpec("drain", .duration(0...600_000, step: 1), .defaulted("\"10s\"")),
            MemberSpec("allow_unlocked_memory", .bool, .defaulted("false")),
            MemberSpec("development", .bool, .defaulted("false")),
        ])

    static let sealKey = ObjectSpec(
        "seal_key",
        secretSources + [
            MemberSpec("passphrase", .words("`true`, or an object, see [passphrase](#passphrase)"), .optional)
        ])

    static let passphrase = ObjectSpec(
        "passphrase",
        [
            MemberSpec(
                "operations", .integer(PassphraseCost.operations), .defaulted("\(PassphraseCost.usual.operations)")),
            MemberSpec(
                "memory_mib", .integer(PassphraseCost.memoryMebibytes),
                .defaulted("\(PassphraseCost.usual.memoryBytes >> 20)")),
        ])

    static let clientSecret = ObjectSpec("client_secret", secretSources)
    static let privateKey = ObjectSpec("private_key", secretSources)

    private static let secretSources = [
        MemberSpec("file", .path(maximumBytes: 4095), .optional),
        MemberSpec("credential", .text(maximumBytes: 255), .optional),
        MemberSpec("environment", .text(maximumBytes: 255), .optional),
        MemberSpec("command", .words("array of texts: program and arguments"), .optional),
    ]

    static let store = ObjectSpec("store", [MemberSpec("path", .path(maximumBytes: 4000), .required)])
    static let audit = ObjectSpec(
        "audit",
        [
            MemberSpec("path", .path(maximumBytes: 4000), .required),
            MemberSpec("key", .path(maximumBytes: 4000), .optional),
            MemberSpec("seal_every", .duration(1_000...86_400_000, step: 1_000), .defaulted("\"60s\"")),
            MemberSpec(
                "rotate_bytes", .integer(1_048_576...1_099_511_627_776),
                .defaulted("\(AuditSettings(path: "").rotateBytes)")),
            MemberSpec("rotate_every", .duration(60_000...31_536_000_000, step: 1_000), .defaulted("\"1d\"")),
            MemberSpec("keep", .duration(3_600_000...315_360_000_000, step: 1_000), .optional),
            MemberSpec("unrecorded", .words("array of `\"ending\"`, `\"reading\"`"), .defaulted("[\"ending\"]")),
            MemberSpec("sinks", .map("audit_sink"), .defaulted("{}")),
            MemberSpec("alerts", .object("audit_alerts"), .optional),
        ])

    static let metrics = ObjectSpec(
        "metrics",
        [MemberSpec("listen", .words("loopback address and port, or absolute path"), .optional)])

    static let keys = ObjectSpec(
        "keys",
        [
            MemberSpec("rotate_after_days", .integer(1...3_650), .optional),
            MemberSpec("hold_days", .integer(0...3_650), .optional),
        ])

    static let backup = ObjectSpec("backup", [MemberSpec("directory", .path(maximumBytes: 4000), .optional)])

    static let sockets = ObjectSpec(
        "sockets",
        [
            MemberSpec("workload", .object("socket"), .required),
            MemberSpec("admin", .object("socket"), .required),
        ])

    static let socket = ObjectSpec(
        "socket",
        [
            // sun_path holds 108 bytes with the final zero (unix(7)).
            MemberSpec("path", .path(maximumBytes: 107), .required),
            MemberSpec("mode", .mode(allowed: 0o666), .defaulted("\"0600\"")),
            MemberSpec("group", .words("group name, or a whole number"), .optional),
        ])

    static let tokens = ObjectSpec(
        "tokens",
        [
            MemberSpec(
                "minimum_life", .duration(0...3_600_000, step: 1_000),
                .defaulted("\"\(DurationText.text(milliseconds: TokenSettings().minimumLifeSeconds * 1_000))\"")),
            MemberSpec("cached", .integer(0...10_000_000), .defaulted("\(TokenSettings().cachedTokens)")),
        ])

    static let grants = ObjectSpec(
        "grants",
        [
            MemberSpec(
                "expiry_notice", .duration(0...31_536_000_000, step: 1_000),
                .defaulted("\"\(DurationText.text(milliseconds: GrantSettings().noticeSeconds * 1_000))\"")),
            MemberSpec("reap_after", .duration(86_400_000...315_360_000_000, step: 1_000), .optional),
        ])

    static let limits = ObjectSpec(
        "limits",
        [
            MemberSpec("connections", .integer(1...1_000_000), .defaulted("\(LimitSettings().connections)")),
            MemberSpec(
                "connections_per_client", .integer(1...1_000_000),
                .defaulted("\(LimitSettings().connectionsPerClient)")),
            MemberSpec("frame_bytes", .integer(4_096...16_777_216), .defaulted("\(LimitSettings().frameBytes)")),
            MemberSpec(
                "in_flight_per_connection", .integer(1...1_000_000),
                .defaulted("\(LimitSettings().inFlightPerConnection)")),
            MemberSpec(
                "in_flight_per_client", .integer(1...10_000_000), .defaulted("\(LimitSettings().inFlightPerClient)")),
            MemberSpec("in_flight", .integer(1...10_000_000), .defaulted("\(LimitSettings().inFlight)")),
            MemberSpec(
                "buffered_reply_bytes", .integer(65_536...1_073_741_824),
                .defaulted("\(LimitSettings().bufferedReplyBytes)")),
            MemberSpec(
                "slow_reader", .duration(100...600_000, step: 1),
                .defaulted("\"\(DurationText.text(milliseconds: LimitSettings().slowReaderMilliseconds))\"")),
        ])
}
