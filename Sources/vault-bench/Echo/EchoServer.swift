import CLinux
import Glibc
import VaultSocket

/// The limit that the daemon is measured against: takes so many bytes, gives so many back, looks at none of them.
final class EchoServer {
    private static let blockReplies = 64
    private let requestBytes: Int
    private let listener: UnixListener
    private let epoll: FileDescriptor
    private let block: [UInt8]
    private let replyBytes: Int
    private var callers: [Caller?] = []
    private let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
    private let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: Int(batch))
    private static let batch: Int32 = 256

    private final class Caller {
        let socket: FileDescriptor
        /// Bytes of a request that has not come whole.
        var partial = 0
        /// Bytes of replies that the kernel did not take yet.
        var owed = 0

        init(_ socket: consuming FileDescriptor) { self.socket = socket }
    }

    init(path: String, requestBytes: Int, replyBytes: Int) throws {
        self.requestBytes = requestBytes
        self.replyBytes = replyBytes
        listener = try UnixListener.bind(path: path)
        epoll = FileDescriptor(owning: epoll_create1(Int32(EPOLL_CLOEXEC)))
        let reply = [UInt8](repeating: UInt8(ascii: "x"), count: replyBytes - 1) + [0x0A]
        block = Array(repeatElement(reply, count: Self.blockReplies).joined())
        watch(listener.descriptor.raw, EPOLL_CTL_ADD, EPOLLIN.rawValue)
    }

    deinit {
        space.deallocate()
        events.deallocate()
    }

    func serve() -> Never {
        while true { tick(milliseconds: -1) }
    }

    /// Waits at most so long for something to do, and does it.
    func tick(milliseconds: Int32) {
        let ready = epoll_wait(epoll.raw, events, Self.batch, milliseconds)
        for index in 0..<Int(max(0, ready)) {
            let descriptor = Int32(truncatingIfNeeded: events[index].data.u64)
            if descriptor == listener.descriptor.raw { acceptAll() } else { answer(descriptor) }
        }
    }

    private func acceptAll() {
        while true {
            switch listener.accept() {
            case .connection(let socket):
                let number = socket.raw
                while callers.count <= Int(number) { callers.append(nil) }
                callers[Int(number)] = Caller(socket)
                watch(number, EPOLL_CTL_ADD, EPOLLIN.rawValue)
            case .blocked: return
            case .aborted: continue
            case .exhausted: return
            case .failed: return
            }
        }
    }

    private func answer(_ descriptor: Int32) {
        guard let caller = callers[Int(descriptor)] else { return }
        if caller.owed > 0 {
            guard pay(caller) else { return }
            watch(descriptor, EPOLL_CTL_MOD, EPOLLIN.rawValue)
        }
        switch caller.socket.receive(into: space) {
        case .moved(let bytes):
            let total = caller.partial + bytes
            caller.partial = total % requestBytes
            caller.owed += total / requestBytes * replyBytes
            if caller.owed > 0, !pay(caller) { watch(descriptor, EPOLL_CTL_MOD, EPOLLOUT.rawValue) }
        case .blocked: return
        case .closed, .failed: callers[Int(descriptor)] = nil
        }
    }

    /// - Returns: whether all that is owed was sent.
    private func pay(_ caller: Caller) -> Bool {
        while caller.owed > 0 {
            // The block is a whole number of replies: what is owed modulo one reply tells where to go on.
            let start = (replyBytes - caller.owed % replyBytes) % replyBytes
            let count = min(caller.owed, block.count - start)
            let outcome = block.withUnsafeBytes {
                caller.socket.send(UnsafeRawBufferPointer(rebasing: $0[start..<(start + count)]))
            }
            guard case .moved(let bytes) = outcome else { return false }
            caller.owed -= bytes
        }
        return true
    }

    private func watch(_ descriptor: Int32, _ operation: Int32, _ events: UInt32) {
        var event = epoll_event(events: events, data: epoll_data_t(u64: UInt64(descriptor)))
        _ = epoll_ctl(epoll.raw, operation, descriptor, &event)
    }
}
