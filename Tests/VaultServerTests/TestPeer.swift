import VaultSocket

/// The client's end of a connection.
final class TestPeer {
    private var socket: Socket?
    private var received: [UInt8] = []
    private(set) var sawEnd = false

    init(_ descriptor: consuming FileDescriptor) {
        socket = Socket(descriptor)
    }

    /// An optional descriptor cannot be looked into without taking it out.
    private final class Socket {
        let descriptor: FileDescriptor

        init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }
    }

    /// Sends as much of the bytes as the kernel takes; how many that were.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Int {
        guard let socket else { return 0 }
        var sent = 0
        while sent < bytes.count {
            let result = bytes.withUnsafeBytes { socket.descriptor.send(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
            guard case .moved(let count) = result else { return sent }
            sent += count
        }
        return sent
    }

    func send(_ text: String) { send(Array(text.utf8)) }
    func sendLine(_ text: String) { send(text + "\n") }

    func stopSending() { socket?.descriptor.shutdownSending() }

    func close() { socket = nil }

    /// The number of the descriptor, as the kernel gives it again after a close.
    var number: Int32 { socket?.descriptor.raw ?? -1 }

    /// Takes everything that has arrived.
    @discardableResult
    func receive(atMost limit: Int = .max) -> Int {
        guard let socket else { return 0 }
        var space = [UInt8](repeating: 0, count: min(limit, 65_536))
        var total = 0
        while total < limit {
            switch space.withUnsafeMutableBytes({ socket.descriptor.receive(into: $0) }) {
            case .moved(let count):
                received += space[..<count]
                total += count
            case .closed, .failed:
                sawEnd = true
                return total
            case .blocked: return total
            }
        }
        return total
    }

    /// The whole lines received so far, which it takes out.
    func lines(receivingAtMost limit: Int = .max) -> [String] {
        receive(atMost: limit)
        guard let last = received.lastIndex(of: 0x0A) else { return [] }
        let whole = received[..<last]
        received.removeSubrange(...last)
        return whole.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Everything received so far that `lines` has not taken.
    var text: String { String(decoding: received, as: UTF8.self) }

    var isClosedByServer: Bool {
        receive()
        return sawEnd
    }
}
