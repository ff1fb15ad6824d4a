import Foundation
import Glibc
import Synchronization

/// A TCP server on loopback whose every connection runs one script on a thread of its own; remembers what it was sent.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (ScriptedConnection) -> Void

    let port: UInt16
    private let listener: Int32
    private let log = Mutex<(requests: [String], connections: Int)>(([], 0))

    /// - Parameter backlog: 0 and nobody who accepts makes a server that never completes a connection.
    init(_ script: @escaping Script) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 512) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { break }
                guard let self else {
                    close(descriptor)
                    break
                }
                self.log.withLock { $0.connections += 1 }
                Thread.detachNewThread { script(ScriptedConnection(descriptor: descriptor, server: self)) }
            }
            close(listener)
        }
    }

    /// Wakes the thread that accepts, which then closes the listener.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    var url: String { "http://127.0.0.1:\(port)/token" }

    /// Everything that came, one text for each request, head and body.
    var requests: [String] { log.withLock { $0.requests } }
    var connections: Int { log.withLock { $0.connections } }

    func note(_ request: String) { log.withLock { $0.requests.append(request) } }

    /// A server that answers each connection's first request with these bytes and closes.
    static func answering(_ bytes: String) throws -> ScriptedServer {
        try ScriptedServer { connection in
            connection.readRequest()
            connection.write(bytes)
        }
    }

    /// As a server has to that is asked to close (RFC 9112 §9.6).
    static func answer(_ status: String, _ body: String, _ headers: String = "") -> String {
        "HTTP/1.1 \(status)\r\nConnection: close\r\nContent-Type: application/json\r\n\(headers)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
