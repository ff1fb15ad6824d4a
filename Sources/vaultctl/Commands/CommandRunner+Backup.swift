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
        let result = try await ask(.createBackup(file), attempt)
        let backup = try read(attempt) { () throws(VaultClientError) in try result.backup() }
        if isJSON {
            try printJSON(result)
        } else if !isQuiet {
            try print(BackupText.summary(backup))
        }
        return .ok
    }
}
