import Foundation
import Glibc
package import VaultJSON

/// A blocking connection to one of the daemon's sockets that sends any bytes and shows what really came back.
package final class RawConnection: @unchecked Sendable {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var start = 0
    private var lastID = 0

    /// - Throws: `POSIXError` of connect(2).
    package init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else {
            let code = errno
            close(descriptor)
            throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
        }
    }

    deinit { Glibc.close(descriptor) }

    /// False when the daemon has closed its end.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest.removeFirst(count)
        }
        return true
    }

    /// Says that nothing more will come, and still listens.
    package func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next line without its end; nil when the connection has ended.
    package func line() -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            var space = [UInt8](repeating: 0, count: 65536)
            let count = recv(descriptor, &space, space.count, 0)
            guard count > 0 else { return nil }
            buffer += space[..<count]
        }
    }

    /// The reply to one call; nil when the connection has ended.
    package func call(_ method: String, _ params: String = "{}") throws -> JSONValue? {
        lastID += 1
        send(Array("{\"jsonrpc\":\"2.0\",\"id\":\(lastID),\"method\":\"\(method)\",\"params\":\(params)}\n".utf8))
        return try line().map { try JSONDocument(parsing: $0).root }
    }

    /// `data.type` of the error that the call is answered with; nil when it succeeds or the connection has ended.
    package func refusal(_ method: String, _ params: String = "{}") throws -> String? {
        try call(method, params)?["error"]?["data"]?["type"]?.string
    }
}
