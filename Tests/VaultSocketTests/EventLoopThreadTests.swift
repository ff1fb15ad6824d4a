import Glibc
import Synchronization
import Testing

@testable import VaultSocket

struct EventLoopThreadTests {
    @Test func `tasks that prefer the loop run on its thread, also after they have waited`() async throws {
        let loop = try EventLoop()
        let thread = try loop.start()
        let onLoop = await Task(executorPreference: loop) {
            let before = loop.isCurrent
            await Task.detached(executorPreference: globalConcurrentExecutor) { await Task.yield() }.value
            return before && loop.isCurrent
        }.value
        #expect(onLoop)
        #expect(!loop.isCurrent)
        loop.stop()
        thread.join()
    }

    @Test(.timeLimit(.minutes(1)))
    func `a timer that is nearer than the one that is waited for is not late`() throws {
        let loop = try EventLoop()
        loop.run {
            loop.schedule(after: .seconds(3600)) {}
            // By then the loop has waited for that one.
            loop.run { loop.schedule(after: .milliseconds(1)) { loop.stop() } }
        }
        let thread = try loop.start()
        thread.join()
        #expect(!loop.isCurrent)
    }

    @Test(.timeLimit(.minutes(1)))
    func `timers come one after the other, each waited for anew`() throws {
        let loop = try EventLoop()
        let order = Shared<[Int]>([])
        loop.run {
            for number in 0..<3 {
                loop.schedule(after: .milliseconds(number * 2 + 1)) {
                    order.value.withLock { $0.append(number) }
                    if number == 2 { loop.stop() }
                }
            }
        }
        let thread = try loop.start()
        thread.join()
        #expect(order.value.withLock { $0 } == [0, 1, 2])
    }

    @Test func `closures from many threads all run, in order for each thread`() async throws {
        let loop = try EventLoop()
        let seen = Shared<[Int: [Int]]>([:])
        let thread = try loop.start()
        await withTaskGroup(of: Void.self) { group in
            for sender in 0..<8 {
                group.addTask {
                    for number in 0..<500 {
                        loop.run { seen.value.withLock { $0[sender, default: []].append(number) } }
                    }
                }
            }
        }
        loop.stop()
        thread.join()
        seen.value.withLock { seen in
            for sender in 0..<8 { #expect(seen[sender] == Array(0..<500)) }
        }
    }

    @Test func `what came in before stop still runs, what comes after is refused`() throws {
        let loop = try EventLoop()
        let ran = Shared(0)
        for _ in 0..<3 { #expect(loop.run { ran.value.withLock { $0 += 1 } }) }
        loop.stop()
        let thread = try loop.start()
        thread.join()
        #expect(ran.value.withLock { $0 } == 3)
        #expect(!loop.run { ran.value.withLock { $0 += 1 } })
        #expect(!loop.isCurrent)
    }

    @Test func `what is put in during the last tick still runs`() throws {
        let loop = try EventLoop()
        let ran = Shared(0)
        loop.run { loop.run { ran.value.withLock { $0 += 1 } } }
        loop.stop()
        let thread = try loop.start()
        thread.join()
        #expect(ran.value.withLock { $0 } == 1)
    }

    @Test func `a task that outlives its loop still ends`() async throws {
        let loop = try EventLoop()
        let thread = try loop.start()
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let (started, starter) = AsyncStream<Void>.makeStream()
        let task = Task(executorPreference: loop) {
            starter.finish()
            for await _ in gate {}
            return loop.isCurrent
        }
        for await _ in started {}
        loop.stop()
        thread.join()
        opener.finish()
        #expect(await task.value == false)
    }

    @Test func `signals arrive as events on the loop`() throws {
        SignalSource.block([SIGUSR2])
        let loop = try EventLoop()
        let log = Log()
        let source = try SignalSource([SIGUSR2], on: loop) { log.lines.append("\($0)") }
        // Directed at this thread: the runner's other threads have not blocked it.
        pthread_kill(pthread_self(), SIGUSR2)
        loop.tick(waitingAtMost: .seconds(5))
        #expect(log.lines == ["\(SIGUSR2)"])
        _ = source
    }
}

/// A value that the test and the loop both reach.
private final class Shared<Value: Sendable>: Sendable {
    let value: Mutex<Value>

    init(_ value: Value) {
        self.value = Mutex(value)
    }
}
