import Foundation
import Glibc

/// Changes of the configuration file, as an operator makes them.
extension TestVault {
    package var configurationText: String { String(decoding: folder.bytes("vaultd.json5"), as: UTF8.self) }

    /// Replaces a part of the configuration, which must be there.
    package func edit(_ part: String, into other: String) throws {
        let text = configurationText
        guard text.contains(part) else { throw Failed(what: "the configuration has no '\(part)'") }
        try folder.write(text.replacingOccurrences(of: part, with: other), to: "vaultd.json5")
    }

    /// Adds members of the root.
    package func addToRoot(_ members: String) throws { try edit("seal_key:", into: members + " seal_key:") }

    /// Lets other users of this machine come as far as the workload socket; policy decides from there.
    package func openWorkloadSocketToEverybody() throws {
        try edit("\"\(workloadSocket)\"", into: "\"\(workloadSocket)\", mode: \"0666\"")
        for directory in [folder.path, folder.file("run")] {
            try FileManager.default.setAttributes([.posixPermissions: 0o711], ofItemAtPath: directory)
        }
    }

    /// Asks the daemon to read its configuration again, and returns when it has.
    package func reload() async throws {
        daemon?.send(signal: SIGHUP)
        guard await waitFor("READY=1") else { throw Failed(what: "vaultd did not end its reload") }
    }

    /// Runs one of vaultd's commands on this vault.
    package func vaultd(
        _ command: String, _ options: String..., environment: [String: String] = [:]
    ) async throws -> (ending: Program.Ending, output: String, errors: String) {
        try await Program.run(
            "vaultd", [command, "--config", configurationPath] + options, environment: environment)
    }

    /// Every file of the store, by name.
    package func storeFiles() throws -> [String: [UInt8]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let store = names.filter { $0.hasPrefix("vault.db") }
        return Dictionary(uniqueKeysWithValues: store.map { ($0, folder.bytes($0)) })
    }
}
