import Foundation

/// What the tests of the seal do to a vault.
extension TestVault {
    /// The member of `seal_key` for a passphrase that takes no time.
    package static let cheapPassphrase = "passphrase: { operations: 1, memory_mib: 1 }"

    /// The member of `seal_key` that a new vault has.
    package var keyFile: String { "file: \"\(folder.file("seal.key"))\"" }

    /// Writes another source of the seal key into the configuration; nothing else happens.
    package func seal(by member: String) throws {
        let text = configurationText
        guard let start = text.range(of: "seal_key: {"),
            let end = text.range(of: "},\n", range: start.upperBound..<text.endIndex)
        else { throw Failed(what: "the configuration has no seal_key") }
        try folder.write(
            text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: " \(member) "), to: "vaultd.json5")
    }

    /// A vault that was made with a passphrase and not with a key file.
    package convenience init(passphrase: String, providers: String = "") async throws {
        try await self.init(providers: providers)
        for name in try storeFiles().keys + ["seal.key"] {
            try FileManager.default.removeItem(atPath: folder.file(name))
        }
        try seal(by: Self.cheapPassphrase)
        let made = try await Program.run(
            "vaultd", ["init", "--config", configurationPath], input: Array((passphrase + "\n").utf8))
        guard made.ending == .exit(0) else { throw Failed(what: "vaultd init: \(made.errors)") }
    }

    /// Runs vaultctl on the admin socket.
    package func vaultctl(
        _ words: String..., input: String? = nil
    ) async throws -> (ending: Program.Ending, output: String, errors: String) {
        try await Program.run(
            "vaultctl", words, environment: ["VAULTD_SOCKET": adminSocket], input: input.map { Array($0.utf8) })
    }
}
