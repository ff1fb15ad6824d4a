import VaultClient
import VaultCommandLine

/// Where a command reads and prints; the real one is the terminal, the one in tests keeps what it was given.
protocol Console {
    /// Data on stdout. False when it was not delivered.
    func out(_ text: String) -> Bool
    /// A token on stdout. False when it was not delivered.
    func out(_ secret: SecretText) -> Bool
    /// For people, on stderr.
    func note(_ text: String)
    var isOutputTerminal: Bool { get }
    /// Whether what is noted may be written over: a progress bar.
    var isNoteTerminal: Bool { get }
    var isOutputColored: Bool { get }
    var isInputTerminal: Bool { get }
    /// Typed unseen after the prompt, or all of stdin.
    func readSecret(prompt: String) throws(SecretInputError) -> SecretText
    /// Whether somebody at the terminal says yes.
    func confirm(_ question: String) -> Bool
    /// nil where there is no terminal.
    func openScreen() -> (any LiveScreen)?
    /// Waits between two looks at work that goes on in the daemon.
    func pause(milliseconds: Int64) async
    /// Seconds since 1970.
    func now() -> Int64
}
