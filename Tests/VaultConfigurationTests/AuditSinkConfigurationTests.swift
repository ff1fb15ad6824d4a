import Testing
import VaultCore

@testable import VaultConfiguration

/// Where copies of audit records go, and what the watcher fires at.
@Suite struct AuditSinkConfigurationTests {
    private static func text(_ members: String) -> String {
        Sample.text().replacing("audit: {path: '/var/a'}", with: "audit: {path: '/var/a', \(members)}")
    }

    @Test func `sinks are what is written, and the rest is usual`() throws {
        let sinks = try load(
            Self.text(
                "sinks: {a: {type: 'syslog'}, b: {type: 'journald', format: 'ocsf'}, c: {type: 'stdout', kinds: ['decision', 'alert']}, "
                    + "d: {type: 'syslog', address: 'tcp:127.0.0.1:601', facility: 'local3', outcomes: ['deny'], backlog_bytes: 5}}"
            )
        ).settings.audit.sinks
        #expect(
            sinks.map(\.target) == [
                .syslog(path: "/dev/log"), .journald(path: "/run/systemd/journal/socket"), .stdout,
                .syslogStream(octets: [127, 0, 0, 1], port: 601),
            ])
        #expect(sinks.map(\.format) == [.native, .ocsf, .native, .native])
        #expect(sinks[0].facility == .authpriv && sinks[3].facility == .local3)
        #expect(sinks[2].kinds == [.decision, .alert] && sinks[3].outcomes == [.deny] && sinks[3].backlogBytes == 5)
        #expect(sinks[0].kinds == nil && sinks[0].backlogBytes == 256 * 1024 * 1024)
    }

    @Test func `every problem of a sink is reported where it stands`() {
        let found = problems(
            Self.text(
                "sinks: {A: {type: 'syslog'}, b: {type: 'sylog'}, c: {type: 'syslog', address: 'tcp:10.0.0.1:601'}, "
                    + "d: {type: 'syslog', address: 'dev/log'}, e: {type: 'stdout', address: '/x', facility: 'auth'}, "
                    + "f: {type: 'syslog', format: 'ocfs', kinds: ['decisions'], outcomes: []}, g: {type: 'syslog'}, h: {}}"
            ))
        #expect(found.count == 11, "\(found)")
        for (path, word) in [
            ("audit.sinks.A", "sink name"), ("audit.sinks.b.type", "did you mean \"syslog\"?"),
            ("audit.sinks.c.address", "forward them over TLS"), ("audit.sinks.d.address", "absolute path"),
            ("audit.sinks.e.address", "no effect"), ("audit.sinks.e.facility", "no effect"),
            ("audit.sinks.f.format", "did you mean \"ocsf\"?"),
            ("audit.sinks.f.kinds[0]", "did you mean \"decision\"?"),
            ("audit.sinks.f.outcomes", "non-empty"), ("audit.sinks.g", "same place as sink f"),
            ("audit.sinks.h", "type is missing"),
        ] {
            #expect(found.contains { $0.hasPrefix("\(path): ") && $0.contains(word) }, "\(path) \(word): \(found)")
        }
    }

    @Test func `nobody watches unless it is written`() throws {
        #expect(try load(Sample.text()).settings.audit.alerts == nil)
        #expect(try load(Self.text("alerts: {}")).settings.audit.alerts == AlertSettings())
        let alerts = try #require(
            try load(
                Self.text(
                    "alerts: {command: ['/bin/a', 'b'], rules: ['severe'], cooldown: '0s', heartbeat: '1m', tokens_per_minute: 1, "
                        + "denials_per_minute: 2, revocations_per_minute: 3, quiet_hours: '01-05'}")
            ).settings.audit.alerts)
        #expect(alerts.command == ["/bin/a", "b"] && alerts.rules == [.severe] && alerts.cooldownSeconds == 0)
        #expect(alerts.heartbeatSeconds == 60 && alerts.tokensPerMinute == 1 && alerts.denialsPerMinute == 2)
        #expect(alerts.revocationsPerMinute == 3 && alerts.quietHours == QuietHours(from: 1, to: 5))
    }

    @Test func `every problem of the watcher is reported where it stands`() {
        let found = problems(
            Self.text("alerts: {command: ['mail'], rules: ['sever'], heartbeat: '1s', quiet_hours: '22-22'}"))
        #expect(found.count == 4, "\(found)")
        for path in ["command[0]", "rules[0]", "heartbeat", "quiet_hours"] {
            #expect(found.contains { $0.hasPrefix("audit.alerts.\(path): ") }, "\(path): \(found)")
        }
    }
}
