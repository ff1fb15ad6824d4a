import CLinux
import Glibc
import VaultSocket

/// Connections that each do one call of a mixed plan after the other; every reply is looked at.
final class MixedClient {
    private final class Caller {
        let socket: FileDescriptor
        var kind = MixedPlan.Kind.get
        var number = 0
        var sentAt: UInt64 = 0
        var reply: [UInt8] = []

        init(_ socket: consuming FileDescriptor) { self.socket = socket }
    }

    private var plan: MixedPlan
    private let epoll: FileDescriptor
    private var callers: [Caller] = []
    private let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
    private var run = MixedRun()
    private static let error = Array("\"error\":{".utf8)

    init(_ path: String, connections: Int, _ plan: MixedPlan) throws {
        self.plan = plan
        epoll = FileDescriptor(owning: epoll_create1(Int32(EPOLL_CLOEXEC)))
        let address = try UnixAddress(path: path)
        for number in 0..<connections {
            let socket = try UnixSocket.connect(to: address, nonBlocking: false)
            var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(number)))
            guard epoll_ctl(epoll.raw, EPOLL_CTL_ADD, socket.raw, &event) == 0 else {
                throw LoadFailure("a connection cannot be watched")
            }
            callers.append(Caller(socket))
        }
    }

    deinit { space.deallocate() }

    /// Goes on for so long, and lets what is in flight be answered.
    func run(for duration: Duration) throws -> MixedRun {
        run = MixedRun()
        let start = MonotonicInstant.now
        let end = start.advanced(by: duration)
        for caller in callers { try send(caller) }
        var (waiting, sends) = (callers.count, true)
        while waiting > 0 {
            sends = sends && MonotonicInstant.now < end
            waiting -= try tick(sendsMore: sends)
        }
        run.seconds = Double(MonotonicInstant.now.nanoseconds - start.nanoseconds) / 1e9
        return run
    }

    /// - Returns: how many callers wait for nothing any more.
    private func tick(sendsMore: Bool) throws -> Int {
        let batch = 64
        return try withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: batch) { events in
            var ended = 0
            let ready = epoll_wait(epoll.raw, events.baseAddress, Int32(batch), 100)
            for event in events.prefix(Int(max(0, ready))) {
                let caller = callers[Int(event.data.u64)]
                guard try take(caller) else { continue }
                if sendsMore { try send(caller) } else { ended += 1 }
            }
            return ended
        }
    }

    /// - Returns: whether the reply is whole.
    private func take(_ caller: Caller) throws -> Bool {
        guard case .moved(let count) = caller.socket.receive(into: space) else {
            throw LoadFailure("the server closed a connection")
        }
        caller.reply += space[..<count]
        guard caller.reply.last == UInt8(ascii: "\n") else { return false }
        let hasFailed = ByteSearch.contains(caller.reply.prefix(64), Self.error)
        run.add(caller.kind, MonotonicInstant.now.nanoseconds - caller.sentAt, hasFailed: hasFailed)
        if hasFailed, run.firstFailure == nil {
            run.firstFailure = String(decoding: caller.reply.prefix(200), as: UTF8.self)
        }
        if caller.kind == .put, !hasFailed { plan.stored(caller.number) }
        caller.reply.removeAll(keepingCapacity: true)
        return true
    }

    private func send(_ caller: Caller) throws {
        (caller.kind, caller.number) = plan.next()
        let line =
            switch caller.kind {
            case .get: BenchLines.tokenGet(caller.number)
            case .lookup: BenchLines.lookup(caller.number)
            case .put: BenchLines.put(caller.number, version: 0)
            case .revoke: BenchLines.revoke(caller.number)
            }
        caller.sentAt = MonotonicInstant.now.nanoseconds
        guard case .moved(line.count) = line.withUnsafeBytes({ caller.socket.send($0) }) else {
            throw LoadFailure("the server closed a connection")
        }
    }
}
