import Glibc
import VaultClient
import VaultCommandLine

/// The process's own stdin, stdout and stderr.
struct TerminalConsole: Console {
    private let terminal: Terminal

    init(_ terminal: Terminal) { self.terminal = terminal }

    func out(_ text: String) -> Bool { terminal.print(text) }
    func out(_ secret: SecretText) -> Bool { secret.withBytes { terminal.print(bytes: $0) } }
    func note(_ text: String) { terminal.printError(text) }
    var isOutputTerminal: Bool { terminal.isOutputTerminal }
    var isNoteTerminal: Bool { terminal.isErrorsTerminal }
    var isInputTerminal: Bool { terminal.isInputTerminal }
    var isOutputColored: Bool { terminal.isOutputColored }

    func readSecret(prompt: String) throws(SecretInputError) -> SecretText {
        try terminal.readSecret(prompt: prompt).withBytes { SecretText(copying: $0) }
    }

    func confirm(_ question: String) -> Bool {
        terminal.printError(question)
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }

    func openScreen() -> (any LiveScreen)? { TerminalScreen(terminal) }

    func pause(milliseconds: Int64) async {
        // Cancelled, there is nothing left to wait for.
        try? await Task.sleep(for: .milliseconds(milliseconds))
    }

    func now() -> Int64 { Int64(time(nil)) }
}
