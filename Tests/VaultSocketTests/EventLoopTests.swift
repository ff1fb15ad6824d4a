import Glibc
import Synchronization
import Testing

@testable import VaultSocket

struct EventLoopTests {
    private let clock = Hand()

    private func makeLoop() throws -> EventLoop {
        let clock = self.clock
        return try EventLoop(clock: { MonotonicInstant(nanoseconds: clock.value.load(ordering: .relaxed)) })
    }

    @Test func `a tick reads, then runs timers, tasks, the hook before the flush, and the flush`() throws {
        let loop = try makeLoop()
        let log = LoopBound(Log(), on: loop)
        let (near, far) = try TestSocket.pair()
        let handler = RecordingHandler()
        loop.add(RecordingObserver { log.value.lines.append($0) })
        handler.whenReady = {
            log.value.lines.append("read")
            Task(executorPreference: loop) { log.value.lines.append("task") }
        }
        loop.schedule(after: .zero) { log.value.lines.append("timer") }
        _ = try loop.register(near.descriptor, for: .readable, handler: handler)
        #expect(far.send("x"))
        loop.tick(waitingAtMost: .seconds(5))
        #expect(log.value.lines == ["read", "timer", "task", "beforeFlush", "flush"])
    }

    @Test func `a tick that is measured is told once, from its beginning to the next wait`() throws {
        let loop = try makeLoop()
        let observer = RecordingObserver { [clock] in
            if $0 == "flush" { clock.value.add(7, ordering: .relaxed) }
        }
        loop.add(observer)
        loop.tick(waitingAtMost: .zero)
        #expect(loop.takeMeasured() == nil)
        loop.measureTick()
        #expect(loop.takeMeasured() == nil, "it has not ended")
        loop.tick(waitingAtMost: .zero)
        #expect(loop.takeMeasured() == 7 && loop.takeMeasured() == nil)
        loop.tick(waitingAtMost: .zero)
        #expect(loop.takeMeasured() == nil)
    }

    @Test func `every observer is asked before the flush until the first reply may leave`() throws {
        let loop = try makeLoop()
        let log = Log()
        loop.add(RecordingObserver { log.lines.append("a " + $0) })
        loop.add(RecordingObserver { log.lines.append("b " + $0) })
        loop.tick(waitingAtMost: .zero)
        #expect(log.lines == ["a beforeFlush", "b beforeFlush", "a flush", "b flush"])
    }

    @Test func `what was registered to be first is told before what was ready earlier in the same tick`() throws {
        let loop = try makeLoop()
        let log = Log()
        let ends = [try Ends(), try Ends(), try Ends()]
        for (number, pair) in ends.enumerated() {
            let handler = RecordingHandler()
            handler.whenReady = { log.lines.append("\(number)") }
            _ = try loop.register(pair.near.descriptor, for: .readable, handler: handler, isFirst: number == 2)
            #expect(pair.far.send("x"))
        }
        loop.tick(waitingAtMost: .seconds(5))
        #expect(log.lines == ["2", "0", "1"])
    }

    @Test func `an event for a registration that an earlier handler gave up is dropped`() throws {
        let loop = try makeLoop()
        var pairs = [try Ends(), try Ends()]
        let handlers = [RecordingHandler(), RecordingHandler()]
        let registrations = try zip(pairs, handlers).map { try $0.register(on: loop, $1) }
        for (index, handler) in handlers.enumerated() {
            handler.whenReady = { loop.deregister(registrations[1 - index]) }
        }
        for pair in pairs { #expect(pair.far.send("x")) }
        loop.tick(waitingAtMost: .seconds(5))
        #expect(handlers.map(\.seen.count).sorted() == [0, 1])
        pairs.removeAll()
    }

    @Test func `a slot that is used again does not answer to its old name`() throws {
        let loop = try makeLoop()
        let first = try Ends()
        let second = try Ends()
        let old = try first.register(on: loop, RecordingHandler())
        loop.deregister(old)
        let handler = RecordingHandler()
        let new = try second.register(on: loop, handler)
        #expect(new.slot == old.slot)
        #expect(loop.handler(at: old) == nil)
        loop.setInterest([], at: old)
        loop.deregister(old)
        #expect(loop.handler(at: new) === handler)
        #expect(second.far.send("x"))
        loop.tick(waitingAtMost: .seconds(5))
        #expect(handler.seen == [.readable])
    }

    @Test func `interest decides what is reported, a hangup always is`() throws {
        let loop = try makeLoop()
        let handler = RecordingHandler()
        var ends: Ends? = try Ends()
        let near = TestSocket(try ends!.near.descriptor.duplicate())
        let registration = try loop.register(near.descriptor, for: [], handler: handler)
        #expect(ends?.far.send("x") == true)
        loop.tick(waitingAtMost: .zero)
        #expect(handler.seen == [])
        loop.setInterest([.readable, .writable], at: registration)
        loop.tick(waitingAtMost: .seconds(5))
        #expect(handler.seen == [[.readable, .writable]])
        loop.setInterest([], at: registration)
        ends = nil
        loop.tick(waitingAtMost: .seconds(5))
        #expect(handler.seen.last?.contains(.hangup) == true)
    }

    @Test func `a descriptor that cannot be watched is an error and leaves nothing registered`() throws {
        let loop = try makeLoop()
        let directory = TestSocket(FileDescriptor(owning: open("/", O_RDONLY)))
        #expect(throws: SocketError.failed(action: "watch descriptor \(directory.descriptor.raw)", errno: EPERM)) {
            _ = try loop.register(directory.descriptor, for: .readable, handler: RecordingHandler())
        }
        #expect(loop.registrationCount == 0)
    }

    @Test func `timers run when the clock has come to them and not before`() throws {
        let loop = try makeLoop()
        let log = Log()
        loop.schedule(after: .milliseconds(10)) { log.lines.append("late") }
        loop.schedule(after: .milliseconds(5)) { log.lines.append("early") }
        let cancelled = loop.schedule(after: .milliseconds(5)) { log.lines.append("cancelled") }
        #expect(loop.cancel(cancelled))
        loop.tick(waitingAtMost: .zero)
        #expect(log.lines == [])
        clock.value.store(5_000_000, ordering: .relaxed)
        loop.tick(waitingAtMost: .zero)
        #expect(log.lines == ["early"])
        clock.value.store(10_000_000, ordering: .relaxed)
        loop.tick(waitingAtMost: .zero)
        #expect(log.lines == ["early", "late"])
    }

    @Test func `the loop wakes for a timer by itself`() throws {
        let loop = try EventLoop()
        let log = Log()
        loop.schedule(after: .milliseconds(2)) { log.lines.append("due") }
        loop.tick(waitingAtMost: .seconds(30))
        #expect(log.lines == ["due"])
    }

    @Test func `a task that never stops asking for more does not starve the descriptors`() throws {
        let loop = try makeLoop()
        let ends = try Ends()
        let handler = RecordingHandler()
        let stop = LoopBound(Log(), on: loop)
        handler.whenReady = { stop.value.lines.append("stop") }
        _ = try ends.register(on: loop, handler)
        loop.run { Task(executorPreference: loop) { while stop.value.lines.isEmpty { await Task.yield() } } }
        loop.tick(waitingAtMost: .seconds(5))
        #expect(ends.far.send("x"))
        loop.tick(waitingAtMost: .seconds(5))
        #expect(handler.seen == [.readable])
        loop.tick(waitingAtMost: .zero)
    }
}

/// A clock's hand.
private final class Hand: Sendable {
    let value = Atomic<UInt64>(0)
}

/// Lines that a test compares at its end.
final class Log {
    var lines: [String] = []
}

/// Both ends of a pair.
private final class Ends {
    let near: TestSocket
    let far: TestSocket

    init() throws {
        (near, far) = try TestSocket.pair()
    }

    func register(on loop: EventLoop, _ handler: any EventHandler) throws -> Registration {
        try loop.register(near.descriptor, for: .readable, handler: handler)
    }
}
