import VaultClient
import VaultCommandLine

extension CommandRunner {
    func unseal() async throws(CommandError) -> ExitCode {
        let attempt = "unseal the vault"
        let (before, report) = try await sealReport(of: .sealStatus, attempt)
        guard report.isSealed else { return try tell(before, "the vault is not sealed, nothing was done\n") }
        let passphrase = report.asksForPassphrase ? try secret("passphrase", prompt: "Passphrase (not shown): ") : nil
        let (result, after) = try await sealReport(of: .unseal(passphrase), attempt)
        return try tell(result, "the vault serves, unsealed by \(after.sourceInWords)\n")
    }

    func seal() async throws(CommandError) -> ExitCode {
        let (result, _) = try await sealReport(of: .seal(now: command.has("now")), "seal the vault")
        return try tell(result, "the vault is sealed, its keys and cached tokens are wiped\n")
    }

    func reseal() async throws(CommandError) -> ExitCode {
        let attempt = "change the seal key"
        let (_, report) = try await sealReport(of: .sealStatus, attempt)
        let isAsked = report.asksForPassphrase && !report.isSealed
        let passphrase = isAsked ? try newPassphrase() : nil
        let (result, after) = try await sealReport(of: .reseal(passphrase), attempt)
        return try tell(
            result, "the store is sealed by \(after.sourceInWords) now; what it was sealed by is of no use any more\n")
    }

    private func sealReport(
        of call: ClientCall, _ attempt: String
    ) async throws(CommandError) -> (ResultReader, SealReport) {
        let result = try await ask(call, attempt)
        return (result, try read(attempt) { () throws(VaultClientError) in try result.sealReport() })
    }

    private func tell(_ result: ResultReader, _ sentence: String) throws(CommandError) -> ExitCode {
        if isJSON {
            try printJSON(result)
        } else if !isQuiet {
            try print(sentence)
        }
        return .ok
    }

    /// Typed twice, because a mistyped one would lock everybody out; piped once.
    private func newPassphrase() throws(CommandError) -> SecretText {
        let first = try secret("new passphrase", prompt: "New passphrase (not shown): ")
        guard console.isInputTerminal else { return first }
        let second = try secret("new passphrase", prompt: "The same again (not shown): ")
        let isSame = first.withBytes { first in second.withBytes { first.elementsEqual($0) } }
        guard isSame else { throw .secret("new passphrase", .mismatch) }
        return first
    }
}

extension SealReport {
    fileprivate var asksForPassphrase: Bool { source == "passphrase" }

    fileprivate var sourceInWords: String {
        switch source {
        case "passphrase": "a passphrase"
        case let source?: "the key of its \(TextTable.harmless(source))"
        case nil: "its key"
        }
    }
}
