import VaultCommandLine
import VaultCore

/// Asks for the passphrase of a store: typed unseen at a terminal, or all of stdin.
struct PassphrasePrompt {
    private let terminal: Terminal

    init(_ terminal: Terminal) { self.terminal = terminal }

    func existing() throws(StartFailure) -> Secret {
        try read { () throws(SecretInputError) in try terminal.readSecret(prompt: "Passphrase (not shown): ") }
    }

    /// Typed twice.
    func new() throws(StartFailure) -> Secret {
        try read { () throws(SecretInputError) in try terminal.readNewSecret(prompt: "New passphrase (not shown): ") }
    }

    private func read(_ body: () throws(SecretInputError) -> SecretInput) throws(StartFailure) -> Secret {
        do throws(SecretInputError) {
            return try body().withBytes { Secret(copying: $0) }
        } catch {
            throw StartFailure("could not read the passphrase: \(error.message): type it, or pipe it to stdin")
        }
    }
}
