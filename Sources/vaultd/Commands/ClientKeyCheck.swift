import VaultConfiguration
import VaultCore
import VaultCrypto
import VaultProvider

/// What clients prove themselves by, as far as it can be read before the service runs: files. A command may cost something or ask
/// somebody, and credentials and variables belong to the service.
struct ClientKeyCheck {
    let configuration: LoadedConfiguration

    var problems: [ConfigurationProblem] {
        configuration.settings.providers.flatMap { provider in
            provider.credentialSources.compactMap { member, source in
                guard case .file = source, let problem = Self.problem(of: source, provider.authentication) else {
                    return nil
                }
                let path = "providers.\(provider.name.text).\(member)"
                return ConfigurationProblem(
                    position: configuration.position(of: path), path: path, message: problem)
            }
        }
    }

    private static func problem(of source: SecretSource, _ authentication: ClientAuthentication) -> String? {
        do throws(SecretReadError) {
            return SodiumClientSigner().problem(of: try SecretReader.read(source), for: authentication)?.description
        } catch {
            return error.description
        }
    }
}
