import Glibc
import VaultClient
import VaultCommandLine
import VaultConfiguration
import VaultCore
import VaultJSON

extension CommandRunner {
    /// Asks no daemon: configuration and claims are read here, and the rules decide as they do there.
    func explainIdentity() throws(CommandError) -> ExitCode {
        let path = command.value("config") ?? VaultctlProgram.defaultConfiguration
        let settings: VaultSettings
        do throws(InvalidConfiguration) {
            settings = try ConfigurationReader.read(try ConfigurationText.read(path), accounts: HostAccounts()).settings
        } catch {
            for problem in error.problems { console.note(problem.text(file: path) + "\n") }
            return .failed
        }
        let provider = try provider(of: settings, path)
        let explanation = IdentityExplanation(
            provider: provider, rules: settings.identity,
            decision: settings.identity.resolve(try claims(), at: provider))
        if isJSON {
            try print(explanation.json)
        } else if !isQuiet {
            try print(explanation.text)
        }
        return explanation.isSomebody ? .ok : .denied
    }

    private func provider(of settings: VaultSettings, _ path: String) throws(CommandError) -> ProviderName {
        let name = command.value("provider") ?? ""
        let names = settings.providers.map(\.name.text)
        guard let provider = settings.providers.map(\.name).first(where: { $0.text == name }) else {
            let near = Spelling.nearest(to: name, among: names).map { "did you mean \($0)?" }
            throw .usage(
                UsageError(
                    "--provider names none of \(TextTable.harmless(path))",
                    hint: near ?? "it has \(names.isEmpty ? "none" : names.joined(separator: ", "))"))
        }
        return provider
    }

    /// Never quoted in a message: they describe a person.
    private func claims() throws(CommandError) -> IdentityClaims {
        let given = command.value("claims") ?? ""
        let bytes: [UInt8]
        do throws(FileFactsError) {
            bytes = try HostFiles().contents(
                of: given == "-" ? "/dev/stdin" : given, limit: Limits.identityClaimsBytes)
        } catch {
            throw .usage(UsageError("--claims cannot be read: \(Self.words(error))"))
        }
        do throws(InvalidValue) {
            return try IdentityClaims(text: bytes)
        } catch {
            throw .usage(UsageError("the \(error.field) \(error.problem)"))
        }
    }

    private static func words(_ error: FileFactsError) -> String {
        switch error {
        case .notFound: "there is no such file"
        case .notPermitted: "this user may not read it"
        case .failed(EFBIG): "it is longer than \(Limits.identityClaimsBytes) bytes"
        case .failed(let number): String(cString: strerror(number))
        }
    }

    func forgetIdentities() async throws(CommandError) -> ExitCode {
        let subject = command.argument("subject") ?? ""
        let attempt = "forget the accounts of \(subject)"
        let result = try await ask(.forgetIdentities(subject: subject, provider: command.value("provider")), attempt)
        let count = try read(attempt) { () throws(VaultClientError) in try result.forgottenIdentities() }
        if isJSON {
            try printJSON(result)
        } else if !isQuiet {
            try print("forgot \(count) account\(count == 1 ? "" : "s") of \(TextTable.harmless(subject))\n")
        }
        return .ok
    }
}
