/// What the tests need that let the daemon die.
extension TestVault {
    /// Waits for the end that the daemon meets by itself.
    package func ended() async -> Program.Ending? { await daemon?.ended() }

    /// `vaultd check --deep` on the store as it lies there; nil when it is whole, else what is wrong.
    package func damage() async throws -> String? {
        let check = try await Program.run("vaultd", ["check", "--deep", "--config", configurationPath])
        return check.ending == .exit(0) ? nil : "\(check.ending): \(check.errors)"
    }
}
