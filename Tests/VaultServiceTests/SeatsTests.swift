import Testing

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct SeatsTests {
    private let seats = Seats(2)

    private func take() async -> Bool { await seats.take(patienceMilliseconds: 1) { _ in await Forever.wait() } }

    @Test func `so many are inside, and the next gets the seat that becomes free, in the order of coming`() async {
        #expect(await take())
        #expect(await take())
        let order = Log<Int>()
        let third = Task {
            _ = await take()
            order.add(3)
        }
        await untilTrue { seats.waiting == 1 }
        let fourth = Task {
            _ = await take()
            order.add(4)
        }
        await untilTrue { seats.waiting == 2 }
        #expect(order.all.isEmpty)
        seats.give()
        await third.value
        #expect(order.all == [3])
        seats.give()
        await fourth.value
        #expect(order.all == [3, 4])
    }

    @Test func `whoever waits too long goes without, and its place in the queue takes no seat`() async {
        _ = await take()
        _ = await take()
        #expect(await !seats.take(patienceMilliseconds: 1) { _ in })
        let next = Task { await take() }
        await untilTrue { seats.waiting == 1 }
        seats.give()
        #expect(await next.value)
        #expect(await !seats.take(patienceMilliseconds: 0) { _ in await Forever.wait() })
    }

    @Test func `a waiting caller that is cancelled keeps its place`() async {
        _ = await take()
        _ = await take()
        let third = Task { await take() }
        await untilTrue { seats.waiting == 1 }
        third.cancel()
        seats.give()
        #expect(await third.value)
        #expect(await !seats.take(patienceMilliseconds: 0) { _ in })
    }

    @Test func `more seats let in who waits, fewer wait for who is inside`() async {
        _ = await take()
        _ = await take()
        let third = Task { await take() }
        await untilTrue { seats.waiting == 1 }
        seats.setCount(3)
        #expect(await third.value)
        seats.setCount(1)
        seats.give()
        seats.give()
        #expect(await !seats.take(patienceMilliseconds: 0) { _ in })
        seats.give()
        #expect(await seats.take(patienceMilliseconds: 0) { _ in })
    }
}
