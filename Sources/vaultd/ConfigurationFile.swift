import Glibc
import VaultConfiguration
import VaultCore

/// The configuration file of one run: read whole, checked whole, also against the machine that it is for.
struct ConfigurationFile {
    let path: String

    /// - Parameter keyMayBeMissing: no seal key file is no problem: it is about to be made, or the vault starts sealed.
    /// - Throws: `InvalidConfiguration` with every problem, those of the machine included.
    func load(keyMayBeMissing: Bool = false) throws(InvalidConfiguration) -> LoadedConfiguration {
        let files = HostFiles()
        let configuration = try ConfigurationReader.read(try ConfigurationText.read(path), accounts: HostAccounts())
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
}
