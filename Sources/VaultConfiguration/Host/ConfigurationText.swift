import Glibc
import VaultJSON

/// The text of a configuration file, for whoever checks one.
package enum ConfigurationText {
    /// - Throws: `InvalidConfiguration` with the one problem that the file as a whole has.
    package static func read(_ path: String) throws(InvalidConfiguration) -> [UInt8] {
        do throws(FileFactsError) {
            return try HostFiles().contents(of: path, limit: ConfigurationReader.limits.bytes)
        } catch {
            let problem = ConfigurationProblem(
                position: JSONPosition(line: 1, column: 1), path: "", message: message(error))
            throw InvalidConfiguration(problems: [problem])
        }
    }

    private static func message(_ error: FileFactsError) -> String {
        switch error {
        case .notFound: "does not exist: name the configuration file that is meant"
        case .notPermitted: "cannot be read by this user: correct its mode or owner"
        case .failed(let number): "cannot be read: \(String(cString: strerror(number)))"
        }
    }
}
