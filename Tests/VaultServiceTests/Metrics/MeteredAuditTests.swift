import Testing
import VaultCore
import VaultService
import VaultTestSupport

/// Events become numbers at the trail, and nowhere else.
struct MeteredAuditTests {
    private let inner = RecordingAudit()
    private let clock = ManualClock()

    private func told(_ audit: MeteredAudit, served: UInt64 = 0) throws -> Set<String> {
        var exposition = Exposition()
        audit.events.tell(to: &exposition, providers: [try ProviderName("acme")], served: served)
        return Set(exposition.text.split(separator: "\n").map(String.init))
    }

    @Test func `every event is counted by kind and outcome, and passed on`() throws {
        let audit = MeteredAudit(inner, clock: clock)
        let provider = try ProviderName("acme")
        let events = [
            AuditEvent(.decision, .deny, method: .tokenGet), AuditEvent(.decision, .deny, method: .tokenGet),
            AuditEvent(.decision, .allow, method: .tokenGet), AuditEvent(.tokenMinted, .done, provider: provider),
            AuditEvent(.reauthRequired, .failed, provider: provider, reason: "lost_rotation"),
            AuditEvent(.reauthRequired, .failed, provider: provider, reason: "refresh_token_refused"),
            AuditEvent(.sessionReused, .deny), AuditEvent(.providerHeldBack, .failed, provider: provider),
        ]
        for event in events.dropLast() { audit.record(event) }
        // An event that is kept with its change is counted when it comes into the log.
        audit.record(events[7], rendered: audit.render(events[7]))
        #expect(inner.events == events)
        let lines = try told(audit, served: 5)
        for line in [
            #"vaultd_audit_events_total{kind="decision",outcome="deny"} 2"#,
            #"vaultd_audit_events_total{kind="decision",outcome="allow"} 6"#,
            #"vaultd_audit_events_total{kind="token_minted",outcome="done"} 1"#,
            #"vaultd_denied_requests_total{method="token.get"} 2"#,
            #"vaultd_denied_requests_total{method="grant.put"} 0"#,
            #"vaultd_tokens_minted_total{provider="acme"} 1"#, "vaultd_lost_rotations_total 1",
            #"vaultd_reauth_required_total{provider="acme",reason="lost_rotation"} 1"#,
            #"vaultd_reauth_required_total{provider="acme",reason="refresh_token_refused"} 1"#,
            #"vaultd_reauth_required_total{provider="acme",reason="restored"} 0"#,
            #"vaultd_reuse_detected_total{what="session"} 1"#,
            #"vaultd_provider_held_back_total{provider="acme"} 1"#,
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test func `the lag runs from the first write that failed to the first that did not`() throws {
        let audit = MeteredAudit(inner, clock: clock)
        audit.record(AuditEvent(.started, .done))
        try audit.flush()
        #expect(audit.failingMilliseconds == nil && audit.writes.snapshot.count == 1)
        inner.failFlushes(errno: 28)
        clock.advance(milliseconds: 1_000)
        #expect(throws: AuditFailure(errno: 28)) { try audit.flush() }
        clock.advance(milliseconds: 4_000)
        #expect(throws: AuditFailure(errno: 28)) { try audit.writeOut() }
        #expect(audit.failingMilliseconds == 4_000 && audit.writes.snapshot.count == 1)
        inner.failFlushes(errno: nil)
        try audit.flush()
        #expect(audit.failingMilliseconds == nil)
    }

    @Test func `a flush that has nothing to write is not measured`() throws {
        let audit = MeteredAudit(inner, clock: clock)
        for _ in 0..<3 { try audit.flush() }
        #expect(audit.writes.snapshot.count == 0)
    }
}
