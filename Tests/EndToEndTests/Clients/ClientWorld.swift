import Foundation
import TestHarness
import VaultClient
import VaultJSON

/// A vault with one grant, at a provider that does as it is told, for a program that tries a client on it.
final class ClientWorld: Sendable {
    static let root = Promtool.root
    static let programs = root.appendingPathComponent("Tests/clients")

    let simulator: RunningSimulator
    let vault: TestVault

    init(provider: String = "sim") async throws {
        simulator = try RunningSimulator("--rotation", "none")
        vault = try await TestVault(
            providers: TestVault.provider(provider, simulator, rotation: "none"))
        try await vault.start()
        let client = try VaultClient(socketPath: vault.adminSocket)
        let minted = try await simulator.mint(for: "user:default/alice")
        _ = try await client.putGrant(
            NewGrant(subject: "user:default/alice", provider: provider, refreshToken: SecretText(minted.refreshToken)))
        client.close()
        // Programs count the connections that there are.
        while try KernelFile.text("/proc/net/unix").contains(" 03 ", onLineWith: vault.adminSocket) {
            await Task.yield()
        }
    }

    /// Runs a program of `Tests/clients` to its end, does with the vault what it asks for, and tells what it said when it did not pass.
    func problem(of words: [String], environment: [String: String] = [:]) async throws -> String? {
        let given = ["VAULTD_SOCKET": vault.adminSocket, "PATH": "/usr/local/bin:/usr/bin:/bin"]
            .merging(environment) { $1 }
        let child = try SpawnedChild(["/usr/bin/env"] + words, environment: given.map { "\($0.key)=\($0.value)" })
        var (hasPassed, asked) = (false, Int64(0))
        while let word = try await child.firstLine().text {
            switch word {
            case "passed": hasPassed = true
            case "hold": asked = try await hold()
            case "arrived": _ = try await simulator.requests(1, until: "received", since: asked)
            case "release": try await simulator.release()
            case "kill": await vault.kill()
            case "start": try await vault.start()
            default: return "it said \(word)"
            }
            if word != "passed" { child.write(Array("done\n".utf8)) }
        }
        child.closeInput()
        let errors = try await onOwnThread {
            var bytes: [UInt8] = []
            SpawnedChild.drain(child.errors) { bytes += $0 }
            return String(decoding: bytes, as: UTF8.self)
        }
        let ending = try await onOwnThread { SpawnedChild.wait(for: child.processID) }
        return hasPassed && ending == .exit(0) && errors.isEmpty ? nil : "\(ending) \(errors)"
    }

    /// Holds the next request; gives the number of the last one before it.
    private func hold() async throws -> Int64 {
        try await simulator.hold(when: "before", count: 1)
        return try await onOwnThread { [simulator] in try simulator.control("GET", "/sim/log")["last"]?.integer ?? 0 }
    }
}

extension String {
    fileprivate func contains(_ text: String, onLineWith other: String) -> Bool {
        split(separator: "\n").contains { $0.contains(text) && $0.contains(other) }
    }
}

extension [UInt8] {
    /// A line without its end; nil where there is none.
    fileprivate var text: String? { isEmpty ? nil : String(decoding: dropLast(), as: UTF8.self) }
}
