/// Why a secret cannot be read from where the configuration says it is; names the place, never the content.
package enum SecretReadError: Error, Hashable, Sendable {
    case cannotOpen(path: String, errno: Int32)
    case notRegular(path: String)
    /// Others than the owner can read or change it.
    case openToOthers(path: String)
    /// Neither this user nor root owns it.
    case foreignOwner(path: String)
    case noCredentialsDirectory(name: String)
    /// A name that would leave the directory.
    case badCredentialName(name: String)
    case noVariable(name: String)
    case empty
    case tooLong
    /// No absolute path as the first word.
    case badCommand
    case commandNotStarted(errno: Int32)
    case commandFailed(status: Int32)
    case commandTimedOut
}

extension SecretReadError: CustomStringConvertible {
    /// One sentence for the operator: what was tried, what was wrong, what to do.
    package var description: String {
        switch self {
        case .cannotOpen(let path, let number):
            "cannot open the secret file '\(path)': \(SystemText.error(number)); check the path and who may read it"
        case .notRegular(let path): "the secret file '\(path)' is not a regular file; name one"
        case .openToOthers(let path): "others can read the secret file '\(path)'; run 'chmod 0400' on it"
        case .foreignOwner(let path): "the secret file '\(path)' belongs to another user; make vaultd's user its owner"
        case .noCredentialsDirectory(let name):
            "the credential '\(name)' is not there: $CREDENTIALS_DIRECTORY is not set; use LoadCredential= in the unit"
        case .badCredentialName(let name): "the credential name '\(name)' is not a plain file name; name one"
        case .noVariable(let name): "the environment variable '\(name)' is not set or empty; set it for vaultd"
        case .empty: "the secret is empty; put it there"
        case .tooLong: "the secret is longer than \(SecretReader.longest) bytes; check that the right thing is named"
        case .badCommand: "the secret command must begin with an absolute path; name the program in full"
        case .commandNotStarted(let number):
            "cannot start the secret command: \(SystemText.error(number)); check its path"
        case .commandFailed(let status): "the secret command ended with status \(status); run it by hand to see why"
        case .commandTimedOut: "the secret command took longer than \(SecretReader.patienceSeconds) s; make it faster"
        }
    }
}
