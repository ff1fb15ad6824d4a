import VaultClient
import VaultCommandLine

@testable import vaultctl

/// Keeps what a command prints; gives it a secret to read.
final class FakeConsole: Console {
    private(set) var output = ""
    private(set) var notes = ""
    private(set) var prompts: [String] = []
    var isOutputTerminal = false
    var isOutputColored = false
    var isNoteTerminal = false
    private(set) var pauses: [Int64] = []
    var isInputTerminal = false
    /// Given before `secret`, one for each prompt.
    var firstSecrets: [String] = []
    var isBroken = false
    /// What it is asked is answered with.
    var says = false
    var secret: Result<String, SecretInputError> = .success("ghr_canary")

    func out(_ text: String) -> Bool {
        if !isBroken { output += text }
        return !isBroken
    }

    func out(_ secret: SecretText) -> Bool { out(secret.unprotectedString()) }

    func note(_ text: String) { notes += text }

    func readSecret(prompt: String) throws(SecretInputError) -> SecretText {
        prompts.append(prompt)
        if !firstSecrets.isEmpty { return SecretText(firstSecrets.removeFirst()) }
        return SecretText(try secret.get())
    }

    /// Takes no time, but lets others run: a loop of looks must not keep the pool's threads from what it looks at.
    func pause(milliseconds: Int64) async {
        pauses.append(milliseconds)
        await Task.yield()
    }

    var screen: (any LiveScreen)?
    func openScreen() -> (any LiveScreen)? { screen }

    func confirm(_ question: String) -> Bool {
        notes += question
        return says
    }

    func now() -> Int64 { 1_000_000 }
}

/// Runs a command line as `main` does after parsing.
func run(_ line: String, _ vault: FakeVault, _ console: FakeConsole) async throws -> ExitCode {
    let arguments = line.split(separator: " ").map(String.init)
    guard case .run(let command) = try VaultctlProgram.spec.parse(arguments) else { return .usage }
    return await CommandRunner(vault: vault, console: console, command: command).run()
}
