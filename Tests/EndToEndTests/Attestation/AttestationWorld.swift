import Foundation
import TestHarness
import Testing
import VaultJSON

/// A vault with one grant whose token lies ready, and peers of other users that ask for it.
struct AttestationWorld {
    static let call =
        #"{"jsonrpc":"2.0","id":1,"method":"token.get","params":{"subject":"user:default/alice","provider":"one"}}"#

    let sim: RunningSimulator
    let vault: TestVault
    let mine: RawConnection

    /// - Parameter clients: members of `clients`, as JSON5; `all` stands for a rule that allows `token.get`.
    init(_ clients: String) async throws {
        sim = try RunningSimulator()
        vault = try await TestVault(providers: TestVault.provider("one", sim, rotation: "rotates"))
        let rule = "{ methods: ['token.get'], providers: ['one'] }"
        try vault.edit("clients: {", into: "clients: { \(clients.replacingOccurrences(of: "[all]", with: "[\(rule)]"))")
        try vault.openWorkloadSocketToEverybody()
        try await vault.start()
        mine = try RawConnection(vault.workloadSocket)
        let token = try sim.mint().refreshToken
        let put = #"{"subject":"user:default/alice","provider":"one","refresh_token":"\#(token)"}"#
        _ = try #require(try mine.call("grant.put", put)?["result"]?["grant"]?.string)
    }

    /// What the script's processes got, a line for each round.
    func rounds(_ rounds: Int, _ way: String, asUser user: Int32) async throws -> [String] {
        let ended = try await Program.run(
            "/usr/bin/python3", ["-c", PeerScript.text, vault.workloadSocket, Self.call, way, "\(rounds)"],
            asUser: user)
        try #require(ended.ending == .exit(0), "\(ended.errors)")
        return ended.output.split(separator: "\n").map(String.init)
    }

    /// What a program got that asks as another user; `act` is what it does between, see `AskScript`.
    func ask(
        _ program: String, asUser user: Int32 = OtherUser.uid, first act: String = "none", _ other: String? = nil
    ) async throws -> [String] {
        let ended = try await Program.run(
            program, ["-c", AskScript.text, vault.workloadSocket, Self.call, act] + (other.map { [$0] } ?? []),
            environment: ["SCRIPT": AskScript.text, "PYTHONHOME": "/usr"], asUser: user)
        try #require(ended.ending == .exit(0), "\(ended.errors)")
        return ended.output.split(separator: "\n").map(String.init)
    }

    /// The same for a program that runs in a unit.
    func ask(_ program: String, in unit: TestUnit) async throws -> [String] {
        let enter = unit.folder.map { "echo $$ > '\($0)/cgroup.procs' && " } ?? ""
        let user = "/usr/bin/setpriv --reuid=\(OtherUser.uid) --regid=\(OtherUser.uid) --clear-groups"
        let ended = try await Program.run(
            "/bin/sh",
            [
                "-c", "\(enter)exec \(user) \"$0\" \"$@\"", program, "-c", AskScript.text, vault.workloadSocket,
                Self.call, "none",
            ],
            environment: ["PYTHONHOME": "/usr"])
        try #require(ended.ending == .exit(0), "\(ended.errors)")
        return ended.output.split(separator: "\n").map(String.init)
    }

    /// Waits until the program has printed something, without a sleep: the daemon is asked meanwhile.
    func hasAnswered(_ program: Program) async -> Bool {
        while program.isRunning {
            if !program.standardOutput.isEmpty { return true }
            _ = try? mine.call("system.ping", "{}")
            await Task.yield()
        }
        return false
    }

    /// Connects so many times, one after the other, each time with a ping; how many were answered.
    func connects(_ number: Int) async throws -> Int {
        let ended = try await Program.run(
            "/usr/bin/python3", ["-c", Self.connecting, vault.workloadSocket, "\(number)"], asUser: OtherUser.uid)
        try #require(ended.ending == .exit(0), "\(ended.errors)")
        return Int(ended.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
    }

    /// What the daemon has open of what a connection needs – sockets and pidfds –, once it is no more than so many; connections
    /// end a tick after their peers. The daemon is asked between two looks, so that it has had that tick. Files are left out: the
    /// readers of the store come and go with its work.
    func settledDescriptors(of daemon: Program, atMost limit: Int) async throws -> Int {
        let folder = "/proc/\(daemon.processID)/fd"
        var count = Int.max
        for _ in 0..<100 where count > limit {
            _ = try mine.call("system.ping", "{}")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            let targets = names.map {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) ?? ""
            }
            count = targets.count { $0.hasPrefix("socket:") || $0.hasPrefix("anon_inode:[pidfd]") || $0.isEmpty }
        }
        return count
    }

    private static let connecting = """
        import socket, sys
        answered = 0
        for number in range(int(sys.argv[2])):
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(60)
            connection.connect(sys.argv[1])
            connection.sendall(b'{"jsonrpc":"2.0","id":1,"method":"system.ping"}\\n')
            if b"pong" in connection.recv(4096): answered += 1
            connection.close()
        print(answered)
        """
}
