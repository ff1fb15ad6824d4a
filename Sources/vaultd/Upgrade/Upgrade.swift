import VaultCore
import VaultProvider

/// The program that is to follow this one in its process: the same path, whatever lies there now.
struct Upgrade: Sendable {
    /// As the service manager started it: a link that is given there is followed anew, unlike the kernel's own word.
    let program: String
    let arguments: [String]
    private let file: ConfigurationFile

    init(_ arguments: [String], _ file: ConfigurationFile) {
        program = arguments.first.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? SystemProgram.path
        self.arguments = arguments
        self.file = file
    }

    /// Looks without changing anything; takes as long as the new program takes to check configuration, keys and store.
    ///
    /// - Parameter problem: why the vault is sealed; nil while it serves.
    /// - Returns: why it must not follow; nil where it may.
    func refusal(sealed problem: SealProblem?) async -> String? {
        await WorkerThread.run(named: "vault-upgrade") {
            let source = try? StoreSeal.source(in: file).kind
            if let refusal = UpgradeRule.refusal(sealed: problem, source: source) { return refusal }
            let words = [program, "check", "--beside", "--config", file.path]
            return ProgramTrial.problem(of: words).map { "'\(words.joined(separator: " "))': \($0)" }
        }
    }
}
