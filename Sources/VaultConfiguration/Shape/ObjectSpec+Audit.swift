import VaultCore

/// Where copies of audit records go.
extension ObjectSpec {
    static let auditSink = ObjectSpec(
        "audit_sink",
        [
            MemberSpec("type", .choice(["syslog", "journald", "stdout"]), .required),
            MemberSpec(
                "address", .words("absolute path of a Unix socket, or `tcp:` and a loopback address and port"),
                .optional),
            MemberSpec("format", .choice(SinkFormat.allCases.map(\.rawValue)), .defaulted("\"native\"")),
            MemberSpec("facility", .choice(SyslogFacility.allCases.map(\.rawValue)), .defaulted("\"authpriv\"")),
            MemberSpec("kinds", .words("array of texts"), .optional),
            MemberSpec("outcomes", .words("array of `allow`, `deny`, `done`, `failed`"), .optional),
            MemberSpec("backlog_bytes", .integer(0...1_099_511_627_776), .defaulted("268435456")),
        ])

    static let auditAlerts = ObjectSpec(
        "audit_alerts",
        [
            MemberSpec("command", .words("array of texts: program and arguments"), .optional),
            MemberSpec("rules", .words("array of the names of rules, see [siem.md](siem.md#alerts)"), .optional),
            MemberSpec("cooldown", .duration(0...86_400_000, step: 1_000), .defaulted("\"15m\"")),
            MemberSpec("heartbeat", .duration(10_000...86_400_000, step: 1_000), .optional),
            MemberSpec(
                "tokens_per_minute", .integer(1...1_000_000_000), .defaulted("\(AlertSettings().tokensPerMinute)")),
            MemberSpec(
                "denials_per_minute", .integer(1...1_000_000_000), .defaulted("\(AlertSettings().denialsPerMinute)")),
            MemberSpec(
                "revocations_per_minute", .integer(1...1_000_000_000),
                .defaulted("\(AlertSettings().revocationsPerMinute)")),
            MemberSpec(
                "quiet_hours", .words("two hours of the day in UTC, such as `\"22-06\"`"), .defaulted("\"22-06\"")),
        ])
}
