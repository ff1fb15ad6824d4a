/// What makes a directory unfit to hold a socket.
package enum UnsafeDirectoryReason: Equatable, Sendable {
    case missing
    case symbolicLink
    case notADirectory
    case foreignOwner(UInt32)
    case writableByOthers(mode: UInt32)
    case unsafeAncestor(String)

    var sentence: String {
        switch self {
        case .missing:
            "does not exist: create it, owned by the user that runs the daemon, with mode 0755 or less"
        case .symbolicLink:
            "is a symbolic link: give the real path"
        case .notADirectory:
            "is not a directory: remove it and create a directory there"
        case .foreignOwner(let uid):
            "belongs to uid \(uid): it must belong to root or to the user that runs the daemon"
        case .writableByOthers(let mode):
            "has mode 0\(String(mode, radix: 8)), so others could replace the socket: chmod it to 0755 or less"
        case .unsafeAncestor(let path):
            "lies below '\(path)', in which others could swap it: choose a directory below /run, or correct that one"
        }
    }
}
