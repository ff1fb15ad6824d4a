import Glibc

@testable import VaultSocket

/// One end of a connection, in a form that `#expect` can hold (it takes no noncopyable arguments).
final class TestSocket {
    let descriptor: FileDescriptor

    init(_ descriptor: consuming FileDescriptor) {
        self.descriptor = descriptor
    }

    static func pair() throws -> (near: TestSocket, far: TestSocket) {
        var pair = try UnixSocket.pair(nonBlocking: true)
        return (TestSocket(pair.takeFirst()), TestSocket(pair.takeSecond()))
    }

    static func connect(to path: String) throws -> TestSocket {
        TestSocket(try UnixSocket.connect(to: UnixAddress(path: path), nonBlocking: true))
    }

    /// Sends text and says whether the kernel took all of it.
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBytes { descriptor.send($0) } == .moved(bytes.count)
    }

    /// What one receive brings, as text; nil if nothing came.
    func receive() -> String? {
        var space = [UInt8](repeating: 0, count: 4096)
        guard case .moved(let count) = space.withUnsafeMutableBytes({ descriptor.receive(into: $0) }) else {
            return nil
        }
        return String(decoding: space[..<count], as: UTF8.self)
    }
}

extension UnixListener {
    /// The next caller; nil for every other outcome.
    func acceptNext() -> TestSocket? {
        guard case .connection(let descriptor) = accept() else { return nil }
        return TestSocket(descriptor)
    }
}

/// Records each readiness, and does what the test tells it to.
final class RecordingHandler: EventHandler {
    var seen: [Readiness] = []
    var whenReady: () -> Void = {}

    func ready(_ readiness: Readiness) {
        seen.append(readiness)
        whenReady()
    }
}

/// Records the two phases of a tick's end.
final class RecordingObserver: TickObserver {
    let record: (String) -> Void

    init(_ record: @escaping (String) -> Void) {
        self.record = record
    }

    func beforeFlush() { record("beforeFlush") }
    func flush() { record("flush") }
}
