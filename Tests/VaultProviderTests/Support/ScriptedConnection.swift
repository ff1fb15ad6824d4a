import Foundation
import Glibc

/// One connection of a `ScriptedServer`; closed when the script returns.
final class ScriptedConnection {
    private let descriptor: Int32
    private let server: ScriptedServer

    init(descriptor: Int32, server: ScriptedServer) {
        self.descriptor = descriptor
        self.server = server
    }

    deinit { close(descriptor) }

    /// Reads one whole request and notes it; nil at the end of the connection.
    @discardableResult
    func readRequest() -> String? {
        var text = ""
        while true {
            if let head = text.range(of: "\r\n\r\n"), text[head.upperBound...].utf8.count >= length(of: text) {
                server.note(text)
                return text
            }
            guard let more = readSome() else {
                if !text.isEmpty { server.note(text) }
                return nil
            }
            text += more
        }
    }

    /// False when the other side takes no more.
    @discardableResult
    func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let put = bytes[done...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard put > 0 else { return false }
            done += put
        }
        return true
    }

    /// Blocks until the other side has closed.
    func waitForEnd() { while readSome() != nil {} }

    /// True while the other side is there, after so long without a word from it.
    func isOpen(after milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) == 0
    }

    /// The connection ends with a reset instead of a close.
    func resetOnClose() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    }

    private func readSome() -> String? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let got = recv(descriptor, &buffer, buffer.count, 0)
        return got > 0 ? String(decoding: buffer[..<got], as: UTF8.self) : nil
    }

    private func length(of request: String) -> Int {
        for line in request.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length:") {
            return Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) ?? 0
        }
        return 0
    }
}
