import CLinux
import Glibc

/// A listening TCP socket that only this machine can reach: its address is in 127.0.0.0/8.
package final class LoopbackListener: Sendable {
    package let descriptor: FileDescriptor
    /// The one that the kernel chose, where 0 was asked for.
    package let port: UInt16

    /// - Parameter octets: of the address; the first must be 127.
    package init(octets: [UInt8], port: UInt16) throws(SocketError) {
        precondition(octets.count == 4 && octets[0] == 127, "only loopback is listened on")
        let text = octets.map(String.init).joined(separator: ".")
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let raw = socket(AF_INET, Int32(kind), 0)
        guard raw >= 0 else { throw .last("create a TCP socket") }
        let socket = FileDescriptor(owning: raw)
        var yes: Int32 = 1
        // Connections of the last run that linger do not keep the address taken (socket(7)).
        setsockopt(raw, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = octets.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }.bigEndian
        guard Self.withAddress(&name, { bind(raw, $0, $1) }) == 0, listen(raw, 16) == 0 else {
            throw .last("listen on \(text):\(port)")
        }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard Self.withAddress(&name, { address, _ in getsockname(raw, address, &length) }) == 0 else {
            throw .last("find the port of \(text)")
        }
        self.port = UInt16(bigEndian: name.sin_port)
        descriptor = socket
    }

    package func accept() -> AcceptOutcome { descriptor.accept() }

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
