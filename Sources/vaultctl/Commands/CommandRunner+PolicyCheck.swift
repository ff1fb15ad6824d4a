import VaultCommandLine
import VaultConfiguration
import VaultJSON

extension CommandRunner {
    /// Asks no daemon: the file is read here, by the code that vaultd reads it with. What it names on its machine – files, keys,
    /// the store – is not looked at, because it may be another machine's.
    func checkPolicy() throws(CommandError) -> ExitCode {
        let path = command.argument("file") ?? ""
        let problems = Self.problems(of: path)
        if isJSON {
            var writer = JSONWriter()
            writer.object { problems.write(to: &$0) }
            writer.newline()
            try print(String(decoding: writer.bytes, as: UTF8.self))
        } else if problems.isEmpty {
            if !isQuiet { try print("\(TextTable.harmless(path)): fit to decide\n") }
        } else {
            for problem in problems { console.note(problem.text(file: path) + "\n") }
        }
        return problems.isEmpty ? .ok : .failed
    }

    private static func problems(of path: String) -> [ConfigurationProblem] {
        do throws(InvalidConfiguration) {
            _ = try ConfigurationReader.read(try ConfigurationText.read(path), accounts: HostAccounts())
            return []
        } catch {
            return error.problems
        }
    }
}
