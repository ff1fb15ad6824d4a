import CLinux
import Glibc
import VaultSocket

/// Drives a server with a plan from one thread and one epoll instance. It does as little as a client can: any work here
/// would count against every server.
struct LoadClient: ~Copyable {
    private let plan: LoadPlan
    private let epoll: FileDescriptor
    private var connections: [LoadConnection] = []
    private var histogram = LatencyHistogram()
    private let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)

    init(_ plan: LoadPlan) throws {
        self.plan = plan
        epoll = FileDescriptor(owning: epoll_create1(Int32(EPOLL_CLOEXEC)))
        let address = try UnixAddress(path: plan.socket)
        for number in 0..<plan.connections {
            // It waits for room in the server's queue, and only then is the socket made not to wait.
            let socket = try UnixSocket.connect(to: address, nonBlocking: false)
            _ = fcntl(socket.raw, F_SETFL, O_NONBLOCK)
            var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(number)))
            guard epoll_ctl(epoll.raw, EPOLL_CTL_ADD, socket.raw, &event) == 0 else {
                throw LoadFailure("a connection cannot be watched")
            }
            // Spread over the ring, so that no two ask for the same thing at the same time.
            let first = number * plan.requests.count / plan.connections
            connections.append(
                LoadConnection(
                    socket, plan.requests, depth: plan.depth, first: first, linesPerReply: plan.linesPerReply))
        }
    }

    deinit { space.deallocate() }

    /// - Parameter server: whose processor time is measured.
    mutating func run(server: Int32?) throws -> Run {
        try fill()
        _ = try exchange(for: plan.warmUp)
        histogram.removeAll()
        let folder = server.map(ProcessFolder.init)
        let cpuBefore = folder?.cpuNanoseconds ?? 0
        let start = MonotonicInstant.now
        var count = try exchange(for: plan.duration)
        // A machine with other work may give the server no turn in a short run: it is slow then, not dead.
        let limit = start.advanced(by: .seconds(10))
        while count == 0, MonotonicInstant.now < limit { count += try tick(sendsMore: true) }
        let elapsed = MonotonicInstant.now.nanoseconds - start.nanoseconds
        // A server that died meanwhile has used nothing; the run fails on its missing replies, not here.
        let cpu = Double(folder?.cpuNanoseconds ?? 0) - Double(cpuBefore)
        let latencies = histogram
        try drain()
        guard count > 0 else { throw LoadFailure("the server answered nothing") }
        return Run(
            rate: Double(count) * 1e9 / Double(elapsed), latencies: latencies,
            serverNanoseconds: folder == nil ? nil : max(0, cpu) / Double(count),
            residentBytes: folder?.residentBytes)
    }

    /// Keeps the server busy for as long as the flag is down.
    mutating func run(until isStopped: StopFlag) throws {
        try fill()
        while !isStopped.isUp { _ = try tick(sendsMore: true) }
        try drain()
    }

    /// Sends every connection's requests at once and nothing more.
    ///
    /// - Returns: milliseconds until all are answered.
    mutating func burst() throws -> Double {
        let start = MonotonicInstant.now.nanoseconds
        try fill()
        try drain(within: .seconds(120))
        return Double(MonotonicInstant.now.nanoseconds - start) / 1e6
    }

    /// Sends every connection's first requests, as a load client that begins does, and nothing else.
    private mutating func fill() throws {
        for connection in connections { try connection.send(plan.depth, at: MonotonicInstant.now.nanoseconds) }
    }

    /// Answers every reply with a new request until the time is over.
    private mutating func exchange(for duration: Duration) throws -> Int {
        let end = MonotonicInstant.now.advanced(by: duration)
        var count = 0
        while MonotonicInstant.now < end { count += try tick(sendsMore: true) }
        return count
    }

    /// Lets what is in flight be answered, so that the next run begins with an idle server.
    private mutating func drain(within limit: Duration = .seconds(10)) throws {
        let end = MonotonicInstant.now.advanced(by: limit)
        while connections.contains(where: { $0.inFlight > 0 }) {
            guard MonotonicInstant.now < end else { throw LoadFailure("replies are missing after \(limit)") }
            _ = try tick(sendsMore: false)
        }
    }

    /// - Returns: how many replies came.
    private mutating func tick(sendsMore: Bool) throws -> Int {
        let batch = 64
        return try withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: batch) { events in
            var count = 0
            let ready = epoll_wait(epoll.raw, events.baseAddress, Int32(batch), 100)
            for event in events.prefix(Int(max(0, ready))) {
                let connection = connections[Int(event.data.u64)]
                if connection.hasUnsent { try sendRest(connection, Int(event.data.u64)) }
                guard event.events & ~EPOLLOUT.rawValue != 0 else { continue }
                count += try exchange(connection, Int(event.data.u64), sendsMore: sendsMore)
            }
            return count
        }
    }

    private mutating func exchange(_ connection: LoadConnection, _ number: Int, sendsMore: Bool) throws -> Int {
        let got: Int
        switch connection.socket.receive(into: space) {
        case .moved(let bytes): got = bytes
        case .blocked: return 0
        case .closed: throw LoadFailure("the server closed a connection")
        case .failed(let code): throw LoadFailure("a read failed: \(String(cString: strerror(code)))")
        }
        let now = MonotonicInstant.now.nanoseconds
        let count = try connection.receive(
            UnsafeRawBufferPointer(rebasing: space[..<got]), at: now, &histogram, check: plan.check)
        if sendsMore, count > 0 {
            try connection.send(count, at: now)
            if connection.hasUnsent { watch(connection, number, EPOLLIN.rawValue | EPOLLOUT.rawValue) }
        }
        return count
    }

    private func sendRest(_ connection: LoadConnection, _ number: Int) throws {
        try connection.sendRest()
        if !connection.hasUnsent { watch(connection, number, EPOLLIN.rawValue) }
    }

    private func watch(_ connection: LoadConnection, _ number: Int, _ events: UInt32) {
        var event = epoll_event(events: events, data: epoll_data_t(u64: UInt64(number)))
        _ = epoll_ctl(epoll.raw, EPOLL_CTL_MOD, connection.socket.raw, &event)
    }
}
