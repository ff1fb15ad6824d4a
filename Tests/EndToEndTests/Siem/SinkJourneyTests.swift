import Foundation
import Glibc
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// Copies of the audit log reach those that watch, and the vault waits for none of them.
@Suite(.timeLimit(.minutes(5))) struct SinkJourneyTests {
    private static let alice = #"{"subject":"user:default/alice","provider":"sim"}"#

    private func vault(_ sim: RunningSimulator, _ audit: String) async throws -> TestVault {
        let vault = try await TestVault(sim)
        let text = String(decoding: vault.folder.bytes("vaultd.json5"), as: UTF8.self)
        let path = "audit: { path: \"\(vault.auditPath)\""
        #expect(text.contains(path))
        try vault.folder.write(text.replacingOccurrences(of: path, with: "\(path), \(audit)"), to: "vaultd.json5")
        return vault
    }

    private func put(_ vault: TestVault, _ sim: RunningSimulator) async throws {
        var grant = NewGrant(
            subject: "user:default/alice", provider: "sim",
            refreshToken: SecretText(try await sim.mint(for: "alice", scopes: ["a"]).refreshToken))
        grant.scopes = ["a"]
        _ = try await VaultClient(socketPath: vault.workloadSocket).putGrant(grant)
    }

    private func records(_ vault: TestVault) throws -> [JSONValue] {
        try String(decoding: vault.folder.bytes("audit.jsonl"), as: UTF8.self).split(separator: "\n").map {
            try JSONDocument(parsing: Array($0.utf8)).root
        }
    }

    private func wait(until isTrue: () throws -> Bool) async throws {
        while try !isTrue() {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    @Test func `rsyslogd gets every record over both sockets, once, over its own restart and the vault's`() async throws
    {
        let sim = try RunningSimulator()
        let syslog = try Rsyslogd()
        try await syslog.start()
        let vault = try await vault(
            sim,
            """
            sinks: {
              stream: { type: "syslog", address: "tcp:127.0.0.1:\(syslog.port)", facility: "local3" },
              socket: { type: "syslog", address: "\(syslog.socketPath)" },
            }
            """)
        try await vault.start()
        try await put(vault, sim)
        func allArrived() throws -> Bool {
            guard let last = try records(vault).last?["seq"]?.integer else { return false }
            return ["imptcp", "imuxsock"].allSatisfy { syslog.messages(from: $0).last?.sequence == Int(last) }
        }
        try await wait(until: allArrived)
        await syslog.stop()
        let raw = try RawConnection(vault.workloadSocket)
        for _ in 0..<20 { #expect(try raw.call("token.get", Self.alice)?["result"] != nil) }
        try await wait { try records(vault).count { $0["kind"]?.isString("sink_failing") == true } == 2 }
        try await syslog.start()
        try await wait { try records(vault).count { $0["kind"]?.isString("sink_recovered") == true } == 2 }
        try await wait(until: allArrived)
        await vault.stop()
        try await vault.start()
        try await wait(until: allArrived)
        await vault.stop()
        try await wait(until: allArrived)

        let written = try records(vault)
        #expect(!written.contains { $0["kind"]?.isString("sink_lost") == true })
        for input in ["imptcp", "imuxsock"] {
            let messages = syslog.messages(from: input)
            // But for what was recorded before there was a sink: the first span's beginning.
            #expect(
                messages.map(\.sequence) == written.dropFirst().map { $0["seq"]?.integer.map { Int($0) } }, "\(input)")
            #expect(
                messages.allSatisfy {
                    $0.program == "vaultd" && $0.facility == (input == "imptcp" ? "local3" : "authpriv")
                })
            #expect(zip(messages, written.dropFirst()).allSatisfy { $0.kind == $1["kind"]?.string })
            // rsyslogd puts its own time on what comes over the Unix socket.
            let times = zip(messages, written.dropFirst()).filter { $0.time == $1["time"]?.string }
            if input == "imptcp" { #expect(times.count == messages.count) }
        }
    }

    @Test func `a target that takes connections and reads nothing holds up no token, and no end`() async throws {
        let sim = try RunningSimulator()
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        // Accepted connections have it, too.
        var bytes: Int32 = 4096
        setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
        let port = FreePort.find()
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafeBytes(of: &address) {
            bind(listener, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        }
        #expect(bound == 0 && listen(listener, 1) == 0)
        let vault = try await vault(
            sim, #"sinks: { s: { type: "syslog", address: "tcp:127.0.0.1:\#(port)", backlog_bytes: 100000 } }"#)
        try await vault.start()
        try await put(vault, sim)
        let raw = try RawConnection(vault.workloadSocket)
        func failing() throws -> Bool { try records(vault).contains { $0["kind"]?.isString("sink_failing") == true } }
        var longest = Duration.zero
        // Megabytes, until the socket buffers on both sides are full.
        var calls = 0
        while try calls % 1_000 != 0 || !failing() {
            let start = ContinuousClock.now
            #expect(try raw.call("token.get", Self.alice)?["result"] != nil)
            longest = max(longest, ContinuousClock.now - start)
            calls += 1
        }
        #expect(longest < .seconds(2), "no call waits as long as one try of the sink: \(longest)")
        var metrics = ""
        while !metrics.contains(#"vaultd_audit_sink_failing{sink="s"} 1"#) {
            try Task.checkCancellation()
            metrics = try await Program.run("vaultctl", ["--socket", vault.adminSocket, "metrics"]).output
        }
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `stdout carries the chosen records in the chosen format`() async throws {
        let sim = try RunningSimulator()
        let vault = try await vault(
            sim, #"sinks: { out: { type: "stdout", format: "ocsf", kinds: ["grant_stored"] } }"#)
        try await vault.start()
        try await put(vault, sim)
        await vault.stop()
        let lines = vault.daemon?.standardOutput.split(separator: "\n") ?? []
        #expect(lines.count == 1)
        let event = try JSONDocument(parsing: Array((lines.first ?? "").utf8)).root
        #expect(event["class_uid"]?.integer == 3004 && event["entity"]?["name"]?.isString("user:default/alice") == true)
    }

    @Test func `an alert stands in the log and reaches the command, and one that fails is told`() async throws {
        let sim = try RunningSimulator()
        let vault = try await vault(
            sim, #"alerts: {}, sinks: { out: { type: "stdout", format: "ocsf", kinds: ["alert"] } }"#)
        let got = vault.folder.file("alerts")
        let text = String(decoding: vault.folder.bytes("vaultd.json5"), as: UTF8.self)
        try vault.folder.write(
            text.replacingOccurrences(
                of: "alerts: {}", with: "alerts: { command: [\"/bin/sh\", \"-c\", \"cat >> \(got); exit 3\"] }"),
            to: "vaultd.json5")
        try await vault.start()
        try await put(vault, sim)
        let raw = try RawConnection(vault.workloadSocket)
        for _ in 0..<3 { #expect(try raw.call("token.get", Self.alice)?["result"] != nil) }
        func told(_ kind: String) throws -> [JSONValue] {
            try records(vault).filter { $0["kind"]?.isString(kind) == true }
        }
        try await wait { try !told("alert_undelivered").isEmpty }
        await vault.stop()
        let finding = vault.daemon?.standardOutput ?? ""
        try await vault.start()
        let again = try RawConnection(vault.workloadSocket)
        #expect(try again.call("token.get", Self.alice)?["result"] != nil)
        await vault.stop()

        let alerts = try told("alert")
        #expect(alerts.count == 1, "also over a restart")
        let alert = try #require(alerts.first)
        #expect(alert["rule"]?.isString("first_use") == true && alert["client"]?.isString("me") == true)
        #expect(try told("alert_undelivered").first?["reason"]?.isString("status_3") == true)
        let message = try JSONDocument(parsing: vault.folder.bytes("alerts")).root
        #expect(message["rule"]?.isString("first_use") == true && message["provider"]?.isString("sim") == true)
        #expect(message["record"]?.integer == alert["record"]?.integer)
        let judged = try await SiemPeers.run(["findings"], input: finding)
        #expect(judged.ending == .exit(0) && judged.output == "2004 first_use\n", "\(judged.errors)")
    }
}
