import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite struct GrantOrderTests {
    private let order = GrantOrder()

    @Test func `turns of one grant come one at a time and in the order of asking`() async {
        let log = Log<Int>()
        let first = Gate()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await order.inTurn(of: Fixtures.key()) {
                    await first.pass()
                    log.add(0)
                }
            }
            await first.reached()
            for number in 1...50 {
                // Each takes its place in the queue before the next one asks.
                group.addTask { await order.inTurn(of: Fixtures.key()) { log.add(number) } }
                await untilTrue { order.waiting(of: Fixtures.key()) == number }
            }
            #expect(log.all.isEmpty)
            first.open()
        }
        #expect(log.all == Array(0...50))
    }

    @Test func `turns of two grants do not wait for each other`() async {
        let gate = Gate()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await order.inTurn(of: Fixtures.key("user:default/a")) { await gate.pass() } }
            await gate.reached()
            await order.inTurn(of: Fixtures.key("user:default/b")) { #expect(order.busyGrants == 2) }
            gate.open()
        }
    }

    @Test func `a thousand who hurry never overlap and leave nothing behind`() async {
        let inside = Counter()
        let done = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<1_000 {
                group.addTask {
                    await order.inTurn(of: Fixtures.key()) {
                        #expect(inside.add() == 1)
                        await Task.yield()
                        inside.add(-1)
                        done.add()
                    }
                }
            }
        }
        #expect(done.value == 1_000)
        #expect(order.busyGrants == 0)
    }

    @Test func `a turn ends also when its work throws`() async {
        await #expect(throws: VaultError.sealed) {
            try await order.inTurn(of: Fixtures.key()) { () async throws(VaultError) in throw .sealed }
        }
        await order.inTurn(of: Fixtures.key()) { #expect(order.busyGrants == 1) }
        #expect(order.busyGrants == 0)
    }
}
