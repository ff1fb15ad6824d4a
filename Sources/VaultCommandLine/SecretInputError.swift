/// Why no secret was read.
package enum SecretInputError: Error, Hashable, Sendable {
    case empty
    case tooLong(limit: Int)
    case interrupted
    /// What was typed the second time is not what was typed first.
    case mismatch
    case unreadable(errno: Int32)

    package var message: String {
        switch self {
        case .empty: "no secret was given on stdin"
        case .tooLong(let limit): "the secret is longer than \(limit) bytes"
        case .interrupted: "interrupted"
        case .mismatch: "it was typed differently the second time"
        case .unreadable(let errno): "stdin cannot be read (errno \(errno))"
        }
    }
}
