import Foundation
import Glibc
import TestHarness
import Testing
import VaultJSON

/// The audit log takes no byte more, at whatever place in whatever record: nothing is handed out without its record, what
/// takes away goes on, and with the first byte that it takes all is as before.
@Suite(.timeLimit(.minutes(30))) struct AuditFaultTests {
    /// How the file refuses.
    enum Fault: String, CaseIterable {
        /// By its limit (setrlimit(2), RLIMIT_FSIZE): EFBIG, by the kernel itself.
        case mayNotGrow
        case noSpace
        case brokenDisk

        var errno: Int32 { self == .noSpace ? ENOSPC : EIO }
    }

    private static let alice = "user:default/alice"
    /// `VAULT_AUDIT_FAULTS=1000` has each fault a thousand times.
    private static let rounds = ProcessInfo.processInfo.environment["VAULT_AUDIT_FAULTS"].flatMap { Int($0) } ?? 40
    private static let callsPerRound = 60

    /// One caller and what it was given.
    private final class Plugin {
        let connection: RawConnection
        let line: String
        private(set) var asked = 0
        /// Which of its calls were answered with a token.
        private(set) var given: [Int] = []
        private(set) var refused = 0

        init(_ vault: TestVault, _ grant: String) throws {
            connection = try RawConnection(vault.workloadSocket)
            line = #","method":"token.get","params":{"grant":"\#(grant)"}}"# + "\n"
        }

        /// - Returns: false where the daemon has closed the connection.
        func ask(_ times: Int) -> Bool {
            var lines: [UInt8] = []
            for _ in 0..<times {
                asked += 1
                lines += #"{"jsonrpc":"2.0","id":\#(asked)"#.utf8
                lines += line.utf8
            }
            guard connection.send(lines) else { return false }
            for _ in 0..<times {
                guard let bytes = connection.line(), let reply = try? JSONDocument(parsing: bytes).root else {
                    return false
                }
                guard let id = reply["id"]?.integer else { return false }
                if reply["result"]?["access_token"]?.string != nil { given.append(Int(id)) } else { refused += 1 }
            }
            return true
        }
    }

    /// By prlimit(1) of util-linux, which every Debian has.
    private func limit(_ vault: TestVault, fileBytes: Int?) throws {
        let pid = try #require(vault.daemon).processID
        let size = fileBytes.map(String.init) ?? "unlimited"
        let child = try SpawnedChild(
            ["/usr/bin/prlimit", "--pid", "\(pid)", "--fsize=\(size):unlimited"], environment: [])
        #expect(SpawnedChild.wait(for: child.processID) == .exit(0))
    }

    private func put(_ vault: TestVault, _ sim: RunningSimulator, _ subject: String) async throws -> String {
        let put = try await vaultctl(
            vault, "grant", "put", subject, "sim", "--scope", "a", input: try sim.mint().refreshToken)
        return put.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func vaultctl(
        _ vault: TestVault, _ words: String..., input: String? = nil
    ) async throws -> (ending: Program.Ending, output: String, errors: String) {
        try await Program.run(
            "vaultctl", words, environment: ["VAULTD_SOCKET": vault.adminSocket], input: input.map { Array($0.utf8) })
    }

    /// - Parameter room: bytes that it still takes; nil for all.
    private func disturb(_ vault: TestVault, _ fault: Fault, _ writes: FaultyWrites, room: Int?) throws {
        switch (fault, room) {
        case (.mayNotGrow, let room):
            try limit(vault, fileBytes: room.map { vault.folder.bytes("audit.jsonl").count + $0 })
        case (_, let room?): try writes.fail(vault.auditPath, with: fault.errno, room: room)
        case (_, nil): writes.mend()
        }
    }

    @Test(arguments: Fault.allCases)
    func `no token leaves without its record, revocation goes on, and all is back within a second`(
        fault: Fault
    ) async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("AuditFaultTests, \(fault): seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        let writes = try await FaultyWrites(in: vault.folder)
        try await vault.start(environment: writes.environment)
        let grant = try await put(vault, sim, Self.alice)
        let doomed = try await put(vault, sim, "user:default/bob")
        #expect(try await vaultctl(vault, "token", "get", Self.alice, "sim").ending == .exit(0))
        var plugins = [try Plugin(vault, grant)]
        // The log is by far the largest file: no other meets the limit.
        for _ in 0..<40 { #expect(plugins[0].ask(500)) }
        let key = try await vaultctl(vault, "audit", "key").output.trimmingCharacters(in: .whitespacesAndNewlines)

        var delays: [TimeInterval] = []
        for round in 0..<Self.rounds {
            try disturb(vault, fault, writes, room: Int.random(in: 0...1_500, using: &random))
            // Until the log's next write, a few milliseconds later, what is served lies in the spool.
            var isOpen = true
            let deadline = Date().addingTimeInterval(5)
            while isOpen, plugins[plugins.count - 1].refused == 0, Date() < deadline {
                isOpen = plugins[plugins.count - 1].ask(Self.callsPerRound)
            }
            #expect(!isOpen || plugins[plugins.count - 1].refused > 0, "round \(round), seed \(seed): never refused")
            if round == 0 {
                #expect(try await vaultctl(vault, "status").output.contains("audit_failed"))
                #expect(try await vaultctl(vault, "audit", "status").ending == .exit(1))
                #expect(try await vaultctl(vault, "grant", "revoke", doomed).ending == .exit(0))
                #expect(try await vaultctl(vault, "token", "get", Self.alice, "sim").ending != .exit(0))
            }
            // What only a daemon that goes on could still write counts for nothing.
            if round % 4 == 3 {
                vault.daemon?.send(signal: SIGKILL)
                _ = await vault.daemon?.ended()
                writes.mend()
                try await vault.start(environment: writes.environment)
            } else {
                try disturb(vault, fault, writes, room: nil)
            }
            let back = Date()
            plugins.append(try Plugin(vault, grant))
            while plugins[plugins.count - 1].given.isEmpty, Date().timeIntervalSince(back) < 5 {
                if !plugins[plugins.count - 1].ask(1) { plugins.append(try Plugin(vault, grant)) }
            }
            delays.append(Date().timeIntervalSince(back))
            #expect(delays[round] < 5, "round \(round), seed \(seed)")
        }
        // One that stands out is the machine's.
        #expect(delays.sorted()[delays.count / 2] < 1, "seed \(seed)")
        #expect(await vault.stop() == .exit(0))
        try compare(plugins, vault, seed)
        let verified = try await Program.run("vault-audit", ["verify", "--public-key", key, vault.auditPath])
        #expect(verified.ending == .exit(0), "seed \(seed): \(verified.output)")
    }

    /// The connections of one run of the daemon have a number each, in the order in which they came.
    private struct ConnectionName: Hashable, Comparable {
        let run: Int
        let number: Int64

        static func < (one: Self, other: Self) -> Bool { (one.run, one.number) < (other.run, other.number) }
    }

    /// Each token that was given has its record; a record may be of a token that was held back.
    private func compare(_ plugins: [Plugin], _ vault: TestVault, _ seed: UInt64) throws {
        var told: [ConnectionName: Set<Int>] = [:]
        var run = 0
        for line in vault.auditLines() {
            if line.contains(#""kind":"started""#) { run += 1 }
            guard line.contains(#""method":"token.get""#), line.contains(#""outcome":"allow""#) else { continue }
            // A line that the kill has torn is no record; the verifier knows it.
            guard let record = try? JSONDocument(parsing: Array(line.utf8)).root,
                let number = record["connection"]?.integer, let request = record["request"]?.integer
            else { continue }
            told[ConnectionName(run: run, number: number), default: []].insert(Int(request))
        }
        // The first that fits is the best choice: plugins and their connections came in the same order.
        var left = told.sorted { $0.key < $1.key }.map(\.value)[...]
        for plugin in plugins where !plugin.given.isEmpty {
            let own = try #require(
                left.firstIndex { $0.isSuperset(of: plugin.given) },
                "seed \(seed): \(plugin.given.count) tokens were given that no connection's records tell of")
            left = left[(own + 1)...]
        }
        #expect(plugins.reduce(0) { $0 + $1.given.count } > 20_000)
    }
}
