import Glibc

/// Why something about a socket could not be set up; every case names the path or the call.
package enum SocketError: Error, Equatable, Sendable {
    case pathTooLong(path: String, limit: Int)
    case unusablePath(path: String)
    case alreadyServed(path: String)
    case notASocket(path: String)
    case unsafeDirectory(path: String, UnsafeDirectoryReason)
    case notAListener(descriptor: Int32, name: String)
    case failed(action: String, errno: Int32)

    /// The failure of the call that has just returned.
    static func last(_ action: String) -> SocketError {
        .failed(action: action, errno: errno)
    }
}

extension SocketError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .pathTooLong(let path, let limit):
            "socket path '\(path)' is longer than the \(limit) bytes the kernel allows: choose a shorter directory"
        case .unusablePath(let path):
            "socket path '\(path)' is not an absolute path without NUL bytes: give one such as /run/vaultd/workload/socket"
        case .alreadyServed(let path):
            "another process answers on '\(path)': stop it first or choose another path"
        case .notASocket(let path):
            "'\(path)' exists and is not a socket: move it away or choose another path"
        case .unsafeDirectory(let path, let reason):
            "socket directory '\(path)' \(reason.sentence)"
        case .notAListener(let descriptor, let name):
            "inherited descriptor \(descriptor) ('\(name)') is not a listening unix stream socket: "
                + "check ListenStream= in the socket unit"
        case .failed(let action, let code):
            "could not \(action): \(String(cString: strerror(code)))"
        }
    }
}
