/// What a program tells the shell; the numbers are part of the interface (Docs/operations.md).
package enum ExitCode: Int32, CaseIterable, Sendable {
    case ok = 0
    case failed = 1
    case usage = 2
    case denied = 3
    case notFound = 4
    case needsReauthentication = 5
    case sealed = 6
    case daemonUnreachable = 7

    /// As the help text names it.
    package var meaning: String {
        switch self {
        case .ok: "ok"
        case .failed: "failed"
        case .usage: "wrong usage"
        case .denied: "denied by policy"
        case .notFound: "not found"
        case .needsReauthentication: "the user must sign in again"
        case .sealed: "the vault is sealed"
        case .daemonUnreachable: "vaultd cannot be reached"
        }
    }
}
