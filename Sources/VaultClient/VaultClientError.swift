/// Why a call has no result.
public enum VaultClientError: Error, Hashable, Sendable {
    /// The vault answered with an error.
    case refused(RemoteError)
    /// No connection could be made; nothing was sent.
    case unreachable(socket: String, problem: String)
    /// The connection ended after the call was sent: nobody knows whether it was done.
    case connectionLost(method: String)
    /// No answer came in time; the call may still be done.
    case timedOut(method: String, after: Duration)
    /// The task was cancelled; the call may still be done.
    case cancelled
    /// The client was closed.
    case closed
    /// What came was no answer that this library understands.
    case protocolViolation(String)
    /// The call cannot be made as it was asked for; nothing was sent.
    case invalidCall(String)
}

extension VaultClientError: CustomStringConvertible {
    /// One lower-case sentence with what to do next; never a secret.
    public var description: String {
        switch self {
        case .refused(let error): error.message
        case .unreachable(let socket, let problem):
            "could not connect to vaultd at '\(socket)': \(problem): check that it runs and that this user may use the socket"
        case .connectionLost(let method):
            "the connection to vaultd ended before \(method) was answered: look whether it was done before calling again"
        case .timedOut(let method, let limit):
            "vaultd did not answer \(method) within \(limit): try again with more time, or look at its health"
        case .cancelled: "the call was cancelled"
        case .closed: "the client was closed before the call was answered"
        case .protocolViolation(let problem):
            "the answer could not be understood: \(problem): check that vaultd and this program are of matching versions"
        case .invalidCall(let problem): "the call cannot be made: \(problem)"
        }
    }
}
