import VaultCommandLine

/// Why a command could not be done: one lower-case sentence that says what was tried, what was wrong, what to do next.
struct StartFailure: Error {
    let sentence: String
    let exitCode: ExitCode

    init(_ sentence: String, exitCode: ExitCode = .failed) {
        self.sentence = sentence
        self.exitCode = exitCode
    }
}
