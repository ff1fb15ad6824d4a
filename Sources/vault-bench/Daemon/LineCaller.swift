import Glibc
import VaultSocket

/// Sends request lines over one connection and waits for their replies; for setting up, not for the load.
final class LineCaller {
    /// Below what the daemon allows on one connection.
    private static let window = 200
    private let socket: FileDescriptor
    private var received: [UInt8] = []

    init(_ path: String) throws {
        socket = try UnixSocket.connect(to: try UnixAddress(path: path), nonBlocking: false)
    }

    func call(_ line: [UInt8]) throws -> [UInt8] {
        try send(line[...])
        return try reply()
    }

    /// Sends all of them, many at a time, and looks at every reply.
    func callAll(_ lines: [[UInt8]], check: ([UInt8]) -> Bool) throws {
        for start in stride(from: 0, to: lines.count, by: Self.window) {
            let block = lines[start..<min(start + Self.window, lines.count)]
            try send(Array(block.joined())[...])
            for _ in block {
                let reply = try reply()
                guard check(reply) else {
                    throw LoadFailure("unexpected reply: \(String(decoding: reply.prefix(300), as: UTF8.self))")
                }
            }
        }
    }

    func send(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        while !rest.isEmpty {
            guard case .moved(let count) = rest.withUnsafeBytes({ socket.send($0) }) else {
                throw LoadFailure("the daemon closed the connection")
            }
            rest = rest.dropFirst(count)
        }
    }

    func reply() throws -> [UInt8] {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                defer { received.removeSubrange(...end) }
                return Array(received[..<end])
            }
            let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
            defer { space.deallocate() }
            guard case .moved(let count) = socket.receive(into: space) else {
                throw LoadFailure("the daemon closed the connection")
            }
            received += space[..<count]
        }
    }
}
