import Glibc
import Testing
import VaultCore
import VaultJSON
import VaultTestSupport

@testable import VaultAudit

@Suite struct `The audit log` {
    private let folder = Folder()
    private let clock = ManualClock(at: Timestamp(milliseconds: 1_700_000_000_123))

    @Test func `writes every member of an event in order`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        var code = ProviderErrorCode("invalid_grant")
        code?.detail = "50076"
        log.record(
            AuditEvent(
                .refreshFailed, .failed, caller: try Fixture.caller(), method: .tokenGet,
                scopes: try ScopeSet(["repo"]),
                reason: "no_answer", providerError: code
            ).about(try Fixture.grant()))
        try log.flush()
        let handle = try GrantID(rawValue: 7).unwrapped.handle
        #expect(
            try members(text(of: folder.log)) == [
                """
                "time":"2023-11-14T22:13:20.123Z","kind":"refresh_failed","outcome":"failed","client":"backend",\
                "uid":1000,"gid":1001,"pid":4711,"socket":"workload","connection":1,"method":"token.get","request":1,"subject":"user:default/alice",\
                "provider":"github","grant":"\(handle)","generation":3,"scopes":["repo"],"reason":"no_answer",\
                "provider_error":"invalid_grant","provider_error_detail":"50076"
                """
            ])
    }

    @Test func `leaves out what an event does not say`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        log.record(AuditEvent(.started, .done))
        log.record(AuditEvent(.connectionUnmatched, .deny, caller: try Fixture.caller(client: nil)))
        try log.flush()
        let lines = try lines(text(of: folder.log))
        #expect(names(lines[0]) == ["seq", "time", "kind", "outcome", "mac"])
        #expect(
            names(lines[1]) == [
                "seq", "time", "kind", "outcome", "uid", "gid", "pid", "socket", "connection", "request", "mac",
            ])
    }

    @Test func `tells a served token as the same decision by the slow way`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        let (caller, grant) = (try Fixture.caller(), try Fixture.grant())
        var event = AuditEvent(.decision, .allow, caller: caller, method: .tokenGet).about(grant)
        event.scopes = grant.scopes
        event.token = Fixture.token
        log.record(event)
        log.recordServed(log.callerPart(caller, .tokenGet), log.grantPart(grant, Fixture.token))
        try log.flush()
        let records = try members(text(of: folder.log))
        #expect(records.count == 2)
        #expect(records[0] == records[1])
    }

    @Test func `tells a served session as the same decision by the slow way`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        let caller = try Fixture.caller()
        let session = Session(
            id: try #require(SessionID(rawValue: 9)), subject: try Subject("user:default/al\"ice"),
            kind: SessionClass.browser.name, createdAt: clock.now(), expiresAt: clock.now(), idleSeconds: 1,
            lastSeenAt: clock.now())
        log.record(
            AuditEvent(
                .decision, .allow, caller: caller, method: .sessionLookup, subject: session.subject, session: session.id
            ))
        log.recordServed(log.callerPart(caller, .sessionLookup), log.sessionPart(session))
        try log.flush()
        let records = try members(text(of: folder.log))
        #expect(records.count == 2)
        #expect(records[0] == records[1])
    }

    @Test func `writes nothing before a flush, and all of it with one write`() throws {
        // A sequenced packet is one write.
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0)
        defer { close(ends[1]) }
        let log = AuditLog(AuditFile(adopting: ends[0]), path: "", clock: clock, limit: AuditLog.waitingBytes)
        var packet = [UInt8](repeating: 0, count: 1 << 16)
        // The first record of a log is its own.
        #expect(recv(ends[1], &packet, packet.count, Int32(MSG_DONTWAIT)) > 0)
        for _ in 0..<3 { log.record(AuditEvent(.started, .done)) }
        log.recordServed(
            log.callerPart(try Fixture.caller(), .tokenGet), log.grantPart(try Fixture.grant(), Fixture.token))
        #expect(recv(ends[1], &packet, packet.count, Int32(MSG_DONTWAIT)) == -1)
        try log.flush()
        let got = recv(ends[1], &packet, packet.count, Int32(MSG_DONTWAIT))
        #expect(try lines(String(decoding: packet[..<max(0, got)], as: UTF8.self)).count == 4)
        #expect(recv(ends[1], &packet, packet.count, Int32(MSG_DONTWAIT)) == -1)
        try log.flush()
        #expect(recv(ends[1], &packet, packet.count, Int32(MSG_DONTWAIT)) == -1, "an empty flush writes nothing")
    }

    @Test(arguments: [
        "user:\"quoted\\\"/back\\slash", "Benutzer:größe/☂️", "a/</script>", String(repeating: "é", count: 256),
    ])
    func `keeps every subject readable`(subject: String) throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        log.record(AuditEvent(.grantStored, .done).about(try Fixture.grant(subject: subject)))
        log.recordServed(
            log.callerPart(try Fixture.caller(), .tokenGet),
            log.grantPart(try Fixture.grant(subject: subject), Fixture.token))
        try log.flush()
        for line in try lines(text(of: folder.log)) {
            #expect(line["subject"]?.string == subject)
        }
    }

    @Test(arguments: ["gho_Secret Token", "UPPER", "", String(repeating: "a", count: 65), "a-b", "a\nb"])
    func `withholds a reason that is no word of ours`(reason: String) throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        log.record(AuditEvent(.refreshFailed, .failed, reason: reason))
        try log.flush()
        #expect(try lines(text(of: folder.log))[0]["reason"]?.string == "withheld")
    }

    @Test func `gives the served records of a tick one time, and the next tick its own`() throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        let parts = (log.callerPart(try Fixture.caller(), .tokenGet), log.grantPart(try Fixture.grant(), Fixture.token))
        log.recordServed(parts.0, parts.1)
        clock.advance(milliseconds: 1)
        log.recordServed(parts.0, parts.1)
        log.record(AuditEvent(.started, .done))
        try log.flush()
        clock.advance(milliseconds: 1000)
        log.recordServed(parts.0, parts.1)
        try log.writeOut()
        #expect(
            try lines(text(of: folder.log)).map { $0["time"]?.string } == [
                "2023-11-14T22:13:20.123Z", "2023-11-14T22:13:20.123Z", "2023-11-14T22:13:20.124Z",
                "2023-11-14T22:13:21.124Z",
            ])
    }

    @Test func `goes on after a torn line with a new one`() throws {
        do {
            let log = try AuditLog(path: folder.log, Fixture.makers(clock))
            log.record(AuditEvent(.started, .done))
            try log.flush()
        }
        try folder.append(#"{"seq":3,"time":"20"#)
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        log.record(AuditEvent(.stopped, .done))
        try log.flush()
        let all = text(of: folder.log).split(separator: "\n")
        #expect(all[2] == #"{"seq":3,"time":"20"#)
        let kinds = try all.filter { $0 != all[2] }.map {
            try JSONDocument(parsing: Array($0.utf8)).root["kind"]?.string
        }
        #expect(kinds == ["audit_span", "started", "audit_sealed", "audit_span", "stopped"])
    }

    @Test func `puts a log of before records had numbers aside`() throws {
        folder.write(#"{"time":"2023-11-14T22:13:20.123Z","kind":"started","outcome":"done"}"# + "\n")
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        log.record(AuditEvent(.stopped, .done))
        try log.flush()
        #expect(try lines(text(of: folder.log)).map { $0["kind"]?.string } == ["stopped"])
        #expect(try lines(text(of: folder.log + ".000000000000000")).map { $0["kind"]?.string } == ["started"])
    }

    @Test func `writes whole lines from many threads`() async throws {
        let log = try AuditLog(path: folder.log, Fixture.makers(clock))
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    guard let caller = try? Fixture.caller(pid: Int32(worker)), let grant = try? Fixture.grant() else {
                        return
                    }
                    let parts = (log.callerPart(caller, .tokenGet), log.grantPart(grant, Fixture.token))
                    for round in 0..<500 {
                        if round % 3 == 0 {
                            log.record(AuditEvent(.tokenMinted, .done, caller: caller).about(grant))
                        } else {
                            log.recordServed(parts.0, parts.1)
                        }
                        if round % 7 == 0 { _ = try? log.flush() }
                    }
                }
            }
        }
        try log.flush()
        let lines = try lines(text(of: folder.log))
        #expect(lines.count == 4000)
        for worker in 0..<8 {
            let kinds = lines.filter { $0["pid"]?.integer == Int64(worker) }.map { $0["kind"]?.string ?? "" }
            #expect(kinds == (0..<500).map { $0 % 3 == 0 ? "token_minted" : "decision" })
        }
    }

    private func names(_ line: JSONValue) -> [String] { line.members?.map { $0.name.string ?? "" } ?? [] }
}
