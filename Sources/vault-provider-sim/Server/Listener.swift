import CLinux
import Glibc
import VaultSocket

/// A listening TCP socket on loopback.
struct Listener: ~Copyable, Sendable {
    private let socket: FileDescriptor
    /// With the port that the kernel chose.
    let address: LoopbackAddress

    init(_ wanted: LoopbackAddress) throws(StartError) {
        let raw = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard raw >= 0 else { throw .system("open a TCP socket") }
        let socket = FileDescriptor(owning: raw)
        Self.enable(SO_REUSEADDR, level: SOL_SOCKET, on: raw)
        var name = Self.name(of: wanted)
        guard Self.withAddress(&name, { bind(raw, $0, $1) }) == 0, listen(raw, 1024) == 0 else {
            throw .system("listen on \(wanted.text)")
        }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard Self.withAddress(&name, { address, _ in getsockname(raw, address, &length) }) == 0 else {
            throw .system("find the port of \(wanted.text)")
        }
        var bound = wanted
        bound.port = UInt16(bigEndian: name.sin_port)
        self.address = bound
        self.socket = socket
    }

    /// The next connection; nil when the kernel has none to give for now.
    func accept() -> FileDescriptor? {
        let raw = vault_accept4(socket.raw, Int32(SOCK_CLOEXEC.rawValue))
        guard raw >= 0 else { return nil }
        // Answers are written in one piece and wanted at once.
        Self.enable(TCP_NODELAY, level: Int32(IPPROTO_TCP), on: raw)
        return FileDescriptor(owning: raw)
    }

    private static func enable(_ option: Int32, level: Int32, on raw: Int32) {
        var yes: Int32 = 1
        setsockopt(raw, level, option, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func name(of address: LoopbackAddress) -> sockaddr_in {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = address.port.bigEndian
        name.sin_addr.s_addr = address.octets.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }.bigEndian
        return name
    }

    private static func withAddress(
        _ name: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
