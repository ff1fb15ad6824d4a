import Glibc

/// A Unix socket name that fits into the kernel's address structure.
package struct UnixAddress: Sendable, Equatable {
    /// Bytes of `sun_path` without the closing NUL (unix(7)).
    package static let pathLimit = 107

    /// The bytes of `sun_path`; an abstract name begins with NUL.
    let name: [UInt8]

    /// A socket in the file system.
    package init(path: String) throws(SocketError) {
        let bytes = Array(path.utf8)
        guard bytes.first != nil, !bytes.contains(0) else { throw .unusablePath(path: path) }
        guard bytes.count <= Self.pathLimit else { throw .pathTooLong(path: path, limit: Self.pathLimit) }
        name = bytes
    }

    /// A socket in the abstract namespace; only service managers use those here (`NOTIFY_SOCKET=@…`).
    package init(abstract label: String) throws(SocketError) {
        let bytes = [0] + Array(label.utf8)
        guard bytes.count > 1 else { throw .unusablePath(path: "@" + label) }
        guard bytes.count <= Self.pathLimit else { throw .pathTooLong(path: "@" + label, limit: Self.pathLimit) }
        name = bytes
    }

    package var isAbstract: Bool { name.first == 0 }

    /// Calls `body` with the address as the socket calls want it.
    func withSocketAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        // An abstract name ends with the length, a path with its NUL (unix(7)).
        let length = MemoryLayout<sa_family_t>.size + name.count + (isAbstract ? 0 : 1)
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
        }
    }
}
