import VaultClient
import VaultCommandLine

extension CommandRunner {
    func createBackup() async throws(CommandError) -> ExitCode {
        let file = command.argument("file") ?? ""
        guard file.hasPrefix("/") else {
            throw .usage(
                UsageError(
                    "the file must be an absolute path",
                    hint: "vaultd writes it, and has a working directory of its own"))
        }
        let attempt = "back up the store to \(file)"
        let result = try await created(file, attempt)
        let backup = try read(attempt) { () throws(VaultClientError) in try result.backup() }
        if isJSON {
            try printJSON(result)
        } else if !isQuiet {
            try print(BackupText.summary(backup))
        }
        return .ok
    }

    private func created(_ file: String, _ attempt: String) async throws(CommandError) -> ResultReader {
        guard console.isNoteTerminal, !isQuiet else { return try await ask(.createBackup(file), attempt) }
        switch await BackupWatch(vault: vault, console: console).result(of: .createBackup(file)) {
        case .success(let result): return result
        case .failure(let error): throw .failure(Failure(attempt: attempt, error: error))
        }
    }
}
