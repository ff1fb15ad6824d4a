import Testing
import VaultSocket

@testable import VaultServer

struct BacklogTests {
    private func at(_ milliseconds: UInt64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
    }

    private func append(_ count: Int, to backlog: inout Backlog, at now: MonotonicInstant) {
        Array(repeating: UInt8(ascii: "x"), count: count).withUnsafeBytes { backlog.append($0, at: now) }
    }

    @Test func `bytes leave in the order they came`() {
        var backlog = Backlog()
        Array("hello ".utf8).withUnsafeBytes { backlog.append($0, at: at(0)) }
        backlog.didSend(2)
        Array("world".utf8).withUnsafeBytes { backlog.append($0, at: at(0)) }
        var text = String(decoding: backlog.bytes, as: UTF8.self)
        #expect(text == "llo world")
        backlog.didSend(7)
        text = String(decoding: backlog.bytes, as: UTF8.self)
        #expect(text == "ld")
        backlog.didSend(2)
        let isEmpty = backlog.isEmpty
        #expect(isEmpty)
    }

    @Test(arguments: [(4999, false), (5000, true)] as [(UInt64, Bool)])
    func `a reader that takes nothing has as long as the limit`(waited: UInt64, isStalled: Bool) {
        var backlog = Backlog()
        append(10, to: &backlog, at: at(0))
        let stalled = backlog.isStalled(at: at(waited), limit: .seconds(5))
        #expect(stalled == isStalled)
    }

    @Test(arguments: [(Backlog.progressBytes - 1, true), (Backlog.progressBytes, false)])
    func `a reader must take a fair piece in each window`(taken: Int, isStalled: Bool) {
        var backlog = Backlog()
        append(100_000, to: &backlog, at: at(0))
        backlog.didSend(taken)
        let stalled = backlog.isStalled(at: at(5000), limit: .seconds(5))
        #expect(stalled == isStalled)
    }

    @Test func `a fair piece counts for one window only`() {
        var backlog = Backlog()
        append(100_000, to: &backlog, at: at(0))
        backlog.didSend(50_000)
        let first = backlog.isStalled(at: at(5000), limit: .seconds(5))
        let second = backlog.isStalled(at: at(10_000), limit: .seconds(5))
        #expect((first, second) == (false, true))
    }

    @Test func `the clock starts anew when a drained backlog fills again`() {
        var backlog = Backlog()
        append(10, to: &backlog, at: at(0))
        backlog.didSend(10)
        append(10, to: &backlog, at: at(4000))
        let early = backlog.isStalled(at: at(8999), limit: .seconds(5))
        let late = backlog.isStalled(at: at(9000), limit: .seconds(5))
        #expect((early, late) == (false, true))
    }

    @Test func `a backlog is fresh in the moment in which it fills, and when it is empty`() {
        var backlog = Backlog()
        var fresh = [backlog.isFresh(at: at(0))]
        append(10, to: &backlog, at: at(1))
        fresh += [backlog.isFresh(at: at(1)), backlog.isFresh(at: at(2))]
        append(10, to: &backlog, at: at(2))
        fresh.append(backlog.isFresh(at: at(2)))
        backlog.didSend(20)
        fresh.append(backlog.isFresh(at: at(3)))
        #expect(fresh == [true, true, false, false, true])
    }

    @Test func `an empty backlog never stalls`() {
        var backlog = Backlog()
        let fresh = backlog.isStalled(at: at(1_000_000), limit: .seconds(5))
        append(10, to: &backlog, at: at(0))
        backlog.didSend(10)
        let drained = backlog.isStalled(at: at(1_000_000), limit: .seconds(5))
        #expect((fresh, drained) == (false, false))
    }
}
