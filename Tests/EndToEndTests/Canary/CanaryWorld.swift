import Foundation
import Testing
import TestHarness
import VaultJSON

/// A vault that is made to say and write as much as it can, with all that it said and wrote, and all that it must not have.
final class CanaryWorld {
    let sim: RunningSimulator
    let vault: TestVault
    private(set) var files: [CanaryExhibit] = []
    private(set) var replies: [CanaryExhibit] = []
    /// Must be neither in files nor in replies.
    private(set) var secrets: Set<CanarySecret> = []
    /// Are in the replies that they belong into, and nowhere else.
    private(set) var accessTokens: Set<CanarySecret> = []
    private var daemons: [Program] = []

    init() async throws {
        // Whoever presents the predecessor is told the successor: this is how the test learns what the vault was given.
        sim = try RunningSimulator("--rotation", "grace:600")
        vault = try await TestVault(sim, more: "narrowing: \"per_token\",")
        secrets.insert(CanarySecret("client secret", token: sim.process.secret))
        let line = String(decoding: vault.folder.bytes("seal.key"), as: UTF8.self).dropLast()
        let key = stride(from: 0, to: line.count, by: 2).compactMap { UInt8(line.dropFirst($0).prefix(2), radix: 16) }
        secrets.insert(CanarySecret("seal key", random: try #require(key.count == 32 ? key : nil)))
    }

    func start(failpoint: String? = nil) async throws {
        try await vault.start(failpoint: failpoint)
        if let daemon = vault.daemon { daemons.append(daemon) }
    }

    // MARK: secrets

    func mint(_ subject: String) async throws -> Minted {
        let minted = try await sim.mint(for: subject)
        secrets.insert(CanarySecret("refresh token of \(subject)", token: minted.refreshToken))
        accessTokens.insert(CanarySecret("access token of \(subject)", token: minted.accessToken))
        return minted
    }

    func awkward(_ name: String) -> String {
        let (secret, token) = CanarySecret.awkward(name)
        secrets.insert(secret)
        return token
    }

    /// What the vault was given for this refresh token.
    func successor(of token: String) async throws -> String {
        let answer = try await onOwnThread { [sim] in try sim.refresh(token)?.body }
        let json = try JSONDocument(parsing: try #require(answer)).root
        let successor = try #require(json["refresh_token"]?.string)
        secrets.insert(CanarySecret("successor", token: successor))
        accessTokens.insert(CanarySecret("its access token", token: try #require(json["access_token"]?.string)))
        return successor
    }

    // MARK: what is said

    /// One call on its own connection; the line that comes back is kept.
    @discardableResult
    func ask(_ method: String, _ params: String) async throws -> JSONValue {
        try await ask(line: "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":{\(params)}}")
    }

    @discardableResult
    func ask(line: String) async throws -> JSONValue {
        let answer = try await RawExchange.send(Array((line + "\n").utf8), to: vault.workloadSocket)
        replies.append(CanaryExhibit("reply \(replies.count)", answer))
        let json = try JSONDocument(parsing: answer).root
        if let token = json["result"]?["access_token"]?.string, token.hasPrefix("sat_") {
            accessTokens.insert(CanarySecret("access token in a reply", token: token))
        }
        return json
    }

    func put(_ subject: String, _ token: String, more: String = "") async throws {
        let reply = try await ask(
            "grant.put",
            #""subject":"\#(subject)","provider":"sim","scopes":["a"],"refresh_token":\#(Self.quoted(token))\#(more)"#)
        #expect(reply["result"] != nil)
    }

    static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Runs vaultctl and keeps what it printed.
    func operate(_ arguments: String..., input: String? = nil) async throws {
        let run = try await Program.run(
            "vaultctl", ["--socket", vault.workloadSocket] + arguments, input: input.map { Array($0.utf8) })
        let name = "vaultctl \(arguments.joined(separator: " "))"
        replies.append(CanaryExhibit(name, run.output))
        files.append(CanaryExhibit(name + ", stderr", run.errors))
    }

    // MARK: what is written

    /// Keeps what the daemons have written until now.
    func collect(at moment: String) {
        files += CanaryExhibit.files(in: vault.folder.path, at: moment, but: "seal.key")
        for (number, daemon) in daemons.enumerated() {
            files.append(CanaryExhibit("stdout of run \(number), \(moment)", daemon.standardOutput))
            files.append(CanaryExhibit("stderr of run \(number), \(moment)", daemon.standardError))
        }
    }
}
