import Foundation
import Glibc
import VaultJSON

/// A blocking connection to the simulator that shows what really came over the wire.
package final class TCPClient {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    package init(_ port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit { Glibc.close(descriptor) }

    package func send(_ method: String, _ target: String, _ body: String = "", authorization: String? = nil) {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: sim\r\nContent-Length: \(body.utf8.count)\r\n"
        text += "Content-Type: application/x-www-form-urlencoded\r\n"
        if let authorization { text += "Authorization: \(authorization)\r\n" }
        send(raw: text + "\r\n" + body)
    }

    package func send(raw text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest.removeFirst(count)
        }
    }

    /// Status, head and body of the next answer; nil if the connection ends before it is complete.
    package func answer() -> (status: Int, head: String, body: [UInt8])? {
        while true {
            if let end = headEnd() {
                let head = String(decoding: buffer[..<end], as: UTF8.self)
                let length = Self.contentLength(head)
                if buffer.count >= end + length {
                    let body = Array(buffer[end..<end + length])
                    buffer.removeFirst(end + length)
                    return (Int(head.split(separator: " ")[1]) ?? 0, head, body)
                }
            }
            guard receive() else { return nil }
        }
    }

    /// Everything up to the end of the connection, at most `limit` bytes.
    package func rest(limit: Int = .max) -> [UInt8] {
        while buffer.count < limit, receive() {}
        return buffer
    }

    private func receive() -> Bool {
        var space = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &space, space.count, 0)
        guard count > 0 else { return false }
        buffer += space[..<count]
        return true
    }

    private func headEnd() -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard buffer.count >= 4 else { return nil }
        return (0...buffer.count - 4).first { buffer[$0..<$0 + 4].elementsEqual(mark) }.map { $0 + 4 }
    }

    private static func contentLength(_ head: String) -> Int {
        let line = head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
        return line.flatMap { Int($0.dropFirst(16)) } ?? 0
    }
}
