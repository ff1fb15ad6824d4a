import Foundation
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultAudit

/// Each rule, as the watcher has it and as it is shipped for a SIEM, fires on what it is for and on nothing like it.
@Suite struct DetectionTests {
    /// Records as the log writes them: one after the other, `apart` seconds from each other.
    static func records(_ events: [AuditEvent], from start: String = "2026-11-30T12:00:00.000Z", apart: Int64 = 0)
        throws
        -> [AuditRecord]
    {
        let first = try #require(TimeText.moment(start)).milliseconds
        return try events.enumerated().map { index, event in
            var time = TimeText()
            _ = time.set(Timestamp(milliseconds: first + Int64(index) * apart * 1_000))
            let members = String(decoding: AuditLine.members(of: event, at: time), as: UTF8.self)
            let line = #"{"seq":\#(index + 1),\#(members),"mac":"\#(String(repeating: "0", count: 32))"}"#
            return try AuditRecord(Array(line.utf8)[...]).unwrapped
        }
    }

    /// The rules that the watcher has fired, by its usual settings but for a smaller burst.
    static func fired(_ records: [AuditRecord], known: Set<String> = ["backend github"], burst: Int64 = 50)
        -> [AlertRule]
    {
        var settings = AlertSettings()
        settings.tokensPerMinute = burst
        var watch = AlertWatch(settings, known: known)
        return records.flatMap { watch.take($0).map(\.rule) }
    }

    static func served(_ client: String = "backend") throws -> AuditEvent {
        var event = AuditEvent(.decision, .allow, caller: try Fixture.caller(client: client), method: .tokenGet).about(
            try Fixture.grant())
        event.token = Fixture.token
        return event
    }

    static func denied(_ client: String = "backend") throws -> AuditEvent {
        AuditEvent(.decision, .deny, caller: try Fixture.caller(client: client), method: .tokenGet)
    }

    private func check(
        _ rule: AlertRule, fires events: [AuditEvent], apart: Int64 = 0, at time: String = "2026-11-30T12:00:00.000Z",
        not others: [(events: [AuditEvent], apart: Int64, time: String)]
    ) throws {
        let sigma = try SigmaRule(named: rule.rawValue)
        let records = try Self.records(events, from: time, apart: apart)
        #expect(Self.fired(records) == [rule])
        // As many as a test can make of what is thousands.
        let threshold = rule == .tokenBurst ? 51 : nil
        #expect(try sigma.fires(on: records, threshold: threshold))
        for other in others {
            let records = try Self.records(other.events, from: other.time, apart: other.apart)
            #expect(!Self.fired(records).contains(rule), "\(other.time) \(other.events.count)")
            #expect(try !sigma.fires(on: records, threshold: threshold), "\(other.time) \(other.events.count)")
        }
    }

    private static let noon = "2026-11-30T12:00:00.000Z"

    @Test func `there is a file for each rule, and no other`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: SigmaRule.folder.path).sorted()
        #expect(names == AlertRule.allCases.map { "\($0.rawValue).yml" }.sorted())
    }

    @Test func `both fire at the same number`() throws {
        let usual = AlertSettings()
        #expect(try SigmaRule(named: "token_burst").least == Int(usual.tokensPerMinute) + 1)
        #expect(try SigmaRule(named: "denied_escalation").least == Int(usual.denialsPerMinute))
        #expect(try SigmaRule(named: "mass_revocation").least == Int(usual.revocationsPerMinute))
        #expect(try SigmaRule(named: "severe").least == nil)
    }

    @Test(arguments: [
        AuditEvent(.reauthRequired, .done, reason: "refresh_token_refused"), AuditEvent(.sessionReused, .failed),
    ])
    func `a token or a handle that came back`(event: AuditEvent) throws {
        try check(
            .refreshTokenReuse, fires: [event],
            not: [
                (
                    [
                        AuditEvent(.reauthRequired, .done, reason: "refresh_token_expired"),
                        AuditEvent(.sessionEnded, .done),
                    ], 0, Self.noon
                )
            ])
    }

    @Test func `a rotation that was lost`() throws {
        try check(
            .lostRotation, fires: [AuditEvent(.reauthRequired, .done, reason: "lost_rotation")],
            not: [
                (
                    [AuditEvent(.reauthRequired, .done, reason: "restored"), AuditEvent(.refreshFailed, .failed)], 0,
                    Self.noon
                )
            ])
    }

    @Test func `one client that is refused again and again, and not ten that are once, or one over an hour`() throws {
        let ten = try (0..<10).map { _ in try Self.denied() }
        try check(
            .deniedEscalation, fires: ten,
            not: [
                (Array(ten.dropLast()), 0, Self.noon), (ten, 30, Self.noon),
                (try (0..<20).map { try Self.denied("c\($0)") }, 0, Self.noon),
                (try (0..<20).map { _ in try Self.served() }, 0, Self.noon),
            ])
    }

    @Test func `one client that gets more tokens than usual`() throws {
        let many = try (0...50).map { _ in try Self.served() }
        try check(
            .tokenBurst, fires: many,
            not: [
                (Array(many.dropLast()), 0, Self.noon), (many, 2, Self.noon),
                (try (0...50).map { try Self.served("c\($0 % 2)") }, 0, Self.noon),
            ])
    }

    @Test func `many grants and sessions that end at once`() throws {
        let kinds: [AuditEvent.Kind] = [.grantRevoked, .sessionEnded, .subjectRevoked, .subjectDisabled]
        let twenty = (0..<20).map { AuditEvent(kinds[$0 % 4], .done) }
        try check(
            .massRevocation, fires: twenty,
            not: [
                (Array(twenty.dropLast()), 0, Self.noon), (twenty, 60, Self.noon),
                ((0..<40).map { _ in AuditEvent(.grantReaped, .done) }, 0, Self.noon),
            ])
    }

    @Test(arguments: ["2026-11-30T22:00:00.000Z", "2026-11-30T05:59:59.999Z"])
    func `sealing and unsealing when nobody works`(time: String) throws {
        try check(
            .sealOddHours, fires: [AuditEvent(.unsealed, .done)], at: time,
            not: [
                ([AuditEvent(.unsealed, .done), AuditEvent(.sealed, .done)], 0, "2026-11-30T06:00:00.000Z"),
                ([AuditEvent(.sealed, .done)], 0, "2026-11-30T21:59:59.000Z"), ([AuditEvent(.started, .done)], 0, time),
            ])
    }

    @Test(arguments: AuditEvent.Kind.allCases)
    func `what the vault itself calls severe, and nothing else`(kind: AuditEvent.Kind) throws {
        let records = try Self.records([AuditEvent(kind, .failed)])
        let isSevere: Set<AuditEvent.Kind> = [
            .answerQuarantined, .sessionGuessing, .integrityFailure, .auditBroken, .auditLogBehind, .rollbackDetected,
            .recordsLost,
        ]
        #expect(Self.fired(records).contains(.severe) == isSevere.contains(kind))
        #expect(try SigmaRule(named: "severe").fires(on: records) == isSevere.contains(kind))
    }

    @Test func `the first use of a provider by a client, once`() throws {
        let records = try Self.records([Self.served("a"), Self.served("a"), Self.served("b"), Self.denied("c")])
        #expect(Self.fired(records, known: []) == [.firstUse, .firstUse])
        #expect(Self.fired(records, known: ["a github", "b github"]) == [])
        // A SIEM is told by the watcher, who alone knows what was before.
        let told =
            #"{"seq":1,"time":"\#(Self.noon)","kind":"alert","outcome":"done","rule":"RULE","mac":"\#(String(repeating: "0", count: 32))"}"#
        for (rule, fires) in [("first_use", true), ("token_burst", false)] {
            let record = try AuditRecord(Array(told.replacing("RULE", with: rule).utf8)[...]).unwrapped
            #expect(try SigmaRule(named: "first_use").fires(on: [record]) == fires)
        }
    }

    @Test func `a rule is held back for the same, for as long as the cooldown`() throws {
        let lost = try AuditEvent(.reauthRequired, .done, reason: "lost_rotation").about(Fixture.grant())
        let other = try AuditEvent(.reauthRequired, .done, reason: "lost_rotation").about(Fixture.grant(id: 8))
        #expect(Self.fired(try Self.records([lost, lost, other, lost])) == [.lostRotation, .lostRotation])
        #expect(Self.fired(try Self.records([lost, lost, lost], apart: 450)) == [.lostRotation, .lostRotation])
        var settings = AlertSettings()
        settings.rules = [.severe]
        var watch = AlertWatch(settings)
        #expect(try Self.records([lost]).allSatisfy { watch.take($0).isEmpty }, "a rule that is not asked for")
    }
}
