import Foundation
import Glibc
import TestHarness
import Testing
import VaultJSON

@testable import vault_provider_sim

/// The built program as a whole.
@Suite struct ProgramTests {
    @Test func `many requests go through one connection`() throws {
        let sim = try RunningSimulator()
        var token = try sim.mint().refreshToken
        let client = try sim.connect()
        for _ in 0..<50 {
            sim.sendRefresh(client, token)
            let answer = try #require(client.answer())
            #expect(answer.status == 200)
            token = try #require(try JSONDocument(parsing: answer.body).root["refresh_token"]?.string)
        }
        #expect(try sim.generation() == 51)
    }

    @Test func `a connection closes when the client says so, and after nonsense`() throws {
        let sim = try RunningSimulator()
        let polite = try sim.connect()
        polite.send(raw: "GET /.well-known/openid-configuration HTTP/1.1\r\nConnection: close\r\n\r\n")
        #expect(String(decoding: polite.rest(), as: UTF8.self).contains("Connection: close"))
        let rude = try sim.connect()
        rude.send(raw: "nonsense\r\n\r\n")
        #expect(String(decoding: rude.rest(), as: UTF8.self).hasPrefix("HTTP/1.1 400 "))
    }

    @Test func `a hundred clients refresh at the same time`() async throws {
        let sim = try RunningSimulator()
        let port = sim.process.port
        let authorization = sim.authorization
        let tokens = try (0..<100).map { _ in try sim.mint().refreshToken }
        let good = try await withThrowingTaskGroup(of: Bool.self) { group in
            for token in tokens {
                group.addTask {
                    let client = try TCPClient(port)
                    client.send(
                        "POST", "/token", "grant_type=refresh_token&refresh_token=\(token)",
                        authorization: authorization)
                    return client.answer()?.status == 200
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(good == 100)
        #expect(try sim.log(count: 100, until: "answered").count == 100)
    }

    @Test(arguments: [("before", "received", 1), ("after", "processed", 2)])
    func `a held request waits for its release`(when: String, milestone: String, generation: Int64) throws {
        let sim = try RunningSimulator()
        let minted = try sim.mint()
        try sim.setFault("{\"kind\":\"hold\",\"when\":\"\(when)\"}")
        let client = try sim.connect()
        sim.sendRefresh(client, minted.refreshToken)
        let entries = try sim.log(count: 1, until: milestone)
        #expect(entries.count == 1)
        #expect(entries.first?["answered_us"]?.isNull == true)
        #expect(try sim.generation() == generation)
        _ = try sim.control("POST", "/sim/release")
        #expect(client.answer()?.status == 200)
        #expect(try sim.generation() == 2)
    }

    @Test(arguments: [("before", 1), ("after", 2)])
    func `a dropped request has no answer`(when: String, generation: Int64) throws {
        let sim = try RunningSimulator()
        let minted = try sim.mint()
        try sim.setFault("{\"kind\":\"drop\",\"when\":\"\(when)\",\"count\":1}")
        let client = try sim.connect()
        sim.sendRefresh(client, minted.refreshToken)
        #expect(client.rest().isEmpty)
        #expect(try sim.generation() == generation)
        #expect(try sim.log(count: 1, until: "answered").first?["status"]?.isNull == true)
        #expect(try sim.refresh(minted.refreshToken)?.status == (generation == 1 ? 200 : 400))
    }

    @Test func `a truncated answer ends before its promised length`() throws {
        let sim = try RunningSimulator()
        let minted = try sim.mint()
        try sim.setFault("{\"kind\":\"truncated\",\"keep\":7}")
        let client = try sim.connect()
        sim.sendRefresh(client, minted.refreshToken)
        #expect(client.answer() == nil)
        #expect(String(decoding: client.rest(), as: UTF8.self).hasSuffix("\r\n\r\n{\"acces"))
    }

    @Test func `a huge answer has the size that was asked for, an endless one has none`() throws {
        let sim = try RunningSimulator()
        let minted = try sim.mint(",\"rotation\":\"none\"")
        try sim.setFault("{\"kind\":\"huge\",\"bytes\":3000000}")
        let body = try #require(try sim.refresh(minted.refreshToken)).body
        #expect(body.count > 3_000_000 && body.count < 3_001_000)
        #expect(try JSONDocument(parsing: body, limits: JSONLimits(bytes: 1 << 22)).root["access_token"] != nil)
        try sim.setFault("{\"kind\":\"huge\"}")
        let client = try sim.connect()
        sim.sendRefresh(client, minted.refreshToken)
        #expect(client.rest(limit: 10_000_000).count >= 10_000_000)
    }

    @Test func `a drip arrives complete and takes its time`() throws {
        let sim = try RunningSimulator()
        let minted = try sim.mint()
        try sim.setFault("{\"kind\":\"drip\",\"every_ms\":1,\"head\":true}")
        let clock = ContinuousClock()
        let start = clock.now
        let answer = try #require(try sim.refresh(minted.refreshToken))
        let bytes = answer.head.utf8.count + answer.body.count
        #expect(try JSONDocument(parsing: answer.body).root["access_token"] != nil)
        #expect(clock.now - start >= .milliseconds(bytes - 2))
    }

    @Test func `latency delays the answer`() throws {
        let sim = try RunningSimulator()
        let minted = try sim.mint()
        try sim.setFault("{\"kind\":\"latency\",\"latency_ms\":100}")
        #expect(try sim.refresh(minted.refreshToken)?.status == 200)
        let entry = try #require(try sim.log(count: 1, until: "answered").first)
        let received = try #require(entry["received_us"]?.integer)
        let processed = try #require(entry["processed_us"]?.integer)
        #expect(processed - received >= 100_000)
    }

    @Test func `waiting for the log ends with its time`() throws {
        let sim = try RunningSimulator()
        let json = try sim.control("GET", "/sim/log?count=1&wait_ms=1")
        #expect(json["entries"]?.count == 0)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a signal ends it with 0`(signal: Int32) throws {
        let sim = try SimulatorProcess()
        #expect(sim.end(with: signal) == .exit(0))
    }

    @Test func `help, wrong usage and a failed start have their exit codes`() throws {
        let help = try SimulatorProcess.run(["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("vault-provider-sim --write-client-secret secret\n"))
        let usage = try SimulatorProcess.run(["--nonsense"])
        #expect(usage.status == 2)
        #expect(usage.errors.hasPrefix("vault-provider-sim: unknown option --nonsense\n"))
        let failed = try SimulatorProcess.run(["--client-secret-file", "/nonexistent/secret"])
        #expect(failed.status == 1)
        #expect(failed.errors.contains("could not read the client secret"))
    }

    @Test func `the secret is written once, for this user alone`() throws {
        let folder = try SimulatorProcess.makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/secret"
        let started = try SimulatorProcess.run(["--write-client-secret", file, "--until-stdin-closes"])
        #expect(started.status == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o400)
        let secret = try String(contentsOfFile: file, encoding: .utf8)
        #expect(secret.hasPrefix("scs_") && secret.utf8.count == 48)
        #expect(!started.output.contains(secret))
        #expect(try SimulatorProcess.run(["--write-client-secret", file, "--until-stdin-closes"]).status == 1)
        #expect(try SimulatorProcess.run(["--client-secret-file", file, "--until-stdin-closes"]).status == 0)
    }
}
