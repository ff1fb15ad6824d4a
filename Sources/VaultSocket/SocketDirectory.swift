import Glibc

/// A directory in which nobody but root and this user can put, swap or remove a socket.
package struct SocketDirectory: Sendable, Equatable {
    /// The directory without symbolic links, as it was checked.
    package let path: String

    /// Checks `path` and everything above it; throws with the first thing that is unsafe.
    package init(checking path: String) throws(SocketError) {
        guard path.utf8.first == UInt8(ascii: "/"), !path.utf8.contains(0) else { throw .unusablePath(path: path) }
        let entry = try Self.entry(at: path, of: path)
        if entry.isLink { throw .unsafeDirectory(path: path, .symbolicLink) }
        guard entry.isDirectory else { throw .unsafeDirectory(path: path, .notADirectory) }
        guard entry.isOurs else { throw .unsafeDirectory(path: path, .foreignOwner(entry.owner)) }
        guard entry.mode & 0o022 == 0 else {
            throw .unsafeDirectory(path: path, .writableByOthers(mode: entry.mode & 0o7777))
        }
        guard let real = Self.resolved(path) else { throw .last("resolve the socket directory '\(path)'") }
        for ancestor in Self.ancestors(of: real) {
            guard try Self.entry(at: ancestor, of: path).cannotBeSwappedInside else {
                throw .unsafeDirectory(path: path, .unsafeAncestor(ancestor))
            }
        }
        self.path = real
    }

    private static func entry(at path: String, of directory: String) throws(SocketError) -> FileEntry {
        guard let entry = FileEntry(path: path) else {
            if errno == ENOENT { throw .unsafeDirectory(path: directory, .missing) }
            throw .last("look at '\(path)'")
        }
        return entry
    }

    private static func resolved(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// `/a/b/c` lies below `/`, `/a` and `/a/b`.
    static func ancestors(of path: String) -> [String] {
        var found = ["/"]
        var built = ""
        for part in path.split(separator: "/").dropLast() {
            built += "/" + part
            found.append(built)
        }
        return found
    }
}
