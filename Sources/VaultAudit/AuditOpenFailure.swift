import Glibc

/// Why the audit log could not be opened safely.
package struct AuditOpenFailure: Error, Equatable, CustomStringConvertible {
    package enum Problem: Equatable, Sendable {
        case folder(errno: Int32)
        case foreignFolder(uid: UInt32)
        case folderWritableByOthers
        case symbolicLink
        case notRegular
        case foreignFile(uid: UInt32)
        case writableByOthers
        case inUse
        case system(errno: Int32)
    }

    package let path: String
    package let problem: Problem

    package init(path: String, _ problem: Problem) {
        self.path = path
        self.problem = problem
    }

    package var description: String { "open the audit log \(path): \(sentence)" }

    /// As near as it comes.
    var errno: Int32 {
        switch problem {
        case .folder(let errno), .system(let errno): errno
        case .foreignFolder, .folderWritableByOthers, .foreignFile, .writableByOthers: EACCES
        case .symbolicLink: ELOOP
        case .notRegular: EINVAL
        case .inUse: EWOULDBLOCK
        }
    }

    private var sentence: String {
        switch problem {
        case .folder(let errno):
            "its folder could not be opened (\(Self.text(errno))); make the folder and give it to the daemon's user"
        case .foreignFolder(let uid):
            "its folder belongs to uid \(uid); give the folder to the daemon's user or to root"
        case .folderWritableByOthers:
            "its folder is writable by group or others; take their write permission (chmod go-w)"
        case .symbolicLink: "it is a symbolic link; give the path of the file itself"
        case .notRegular: "it is not a regular file; give the path of a file"
        case .foreignFile(let uid): "it belongs to uid \(uid); give the file to the daemon's user or to root"
        case .writableByOthers: "it is writable by group or others; take their write permission (chmod go-w)"
        case .inUse: "another process writes it; end that first, or give each a log of its own"
        case .system(let errno): "the system refused (\(Self.text(errno))); look at the file and its folder"
        }
    }

    private static func text(_ errno: Int32) -> String { String(cString: strerror(errno)) }
}
