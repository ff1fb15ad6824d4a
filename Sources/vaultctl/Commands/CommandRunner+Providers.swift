import VaultCommandLine
import VaultConfiguration
import VaultCore

extension CommandRunner {
    /// Asks no daemon: which value is whose stands in the file alone, and a file is looked at before it is in force.
    func showProvider() throws(CommandError) -> ExitCode {
        let path = command.value("config") ?? VaultctlProgram.defaultConfiguration
        let configuration: LoadedConfiguration
        do throws(InvalidConfiguration) {
            configuration = try ConfigurationReader.read(try ConfigurationText.read(path), accounts: HostAccounts())
        } catch {
            for problem in error.problems { console.note(problem.text(file: path) + "\n") }
            return .failed
        }
        let name = command.argument("provider") ?? ""
        let providers = configuration.settings.providers
        guard let settings = providers.first(where: { $0.name.text == name }) else {
            console.note(Self.unknown(name, providers.map(\.name.text), path))
            return .notFound
        }
        let provider = ProviderDescription(
            provider: EffectiveProvider(settings, of: configuration), showsSources: command.has("sources"))
        try print(isJSON ? provider.json : provider.text)
        return .ok
    }

    private static func unknown(_ name: String, _ names: [String], _ path: String) -> String {
        let near = Spelling.nearest(to: name, among: names).map { "did you mean \($0)?" }
        let hint = near ?? "it has \(names.isEmpty ? "none" : names.joined(separator: ", "))"
        return "vaultctl: \(TextTable.harmless(path)) has no such provider: \(hint)\n"
    }
}
