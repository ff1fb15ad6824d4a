import Glibc
import VaultConfiguration
import VaultCore
import VaultJSON

/// The configuration file of one run: read whole, checked whole, also against the machine that it is for.
struct ConfigurationFile {
    let path: String

    /// - Parameter keyMayBeMissing: no seal key file is no problem: it is about to be made, or the vault starts sealed.
    /// - Throws: `InvalidConfiguration` with every problem, those of the machine included.
    func load(keyMayBeMissing: Bool = false) throws(InvalidConfiguration) -> LoadedConfiguration {
        let files = HostFiles()
        let text: [UInt8]
        do throws(FileFactsError) {
            text = try files.contents(of: path, limit: ConfigurationReader.limits.bytes)
        } catch {
            throw InvalidConfiguration(problems: [unreadable(error)])
        }
        let configuration = try ConfigurationReader.read(text, accounts: HostAccounts())
        var problems = HostChecks(files: files, uid: geteuid()).problems(of: configuration, path: path)
        if keyMayBeMissing, case .key(.file(let key)) = configuration.settings.sealKey, access(key, F_OK) != 0 {
            problems.removeAll { $0.path == "seal_key.file" }
        }
        if !problems.isEmpty { throw InvalidConfiguration(problems: problems) }
        return configuration
    }

    /// The same for commands that need it to go on.
    func loadOrFail(keyMayBeMissing: Bool = false) throws(StartFailure) -> LoadedConfiguration {
        do throws(InvalidConfiguration) {
            return try load(keyMayBeMissing: keyMayBeMissing)
        } catch {
            let text = error.text(file: path)
            throw StartFailure(
                "the configuration cannot be used; correct this and check with 'vaultd check --config \(path)':\n"
                    + text)
        }
    }

    private func unreadable(_ error: FileFactsError) -> ConfigurationProblem {
        let message =
            switch error {
            case .notFound: "does not exist: name the configuration file with --config"
            case .notPermitted: "cannot be read by this user: correct its mode or owner"
            case .failed(let number): "cannot be read: \(errorText(number))"
            }
        return ConfigurationProblem(position: JSONPosition(line: 1, column: 1), path: "", message: message)
    }
}
