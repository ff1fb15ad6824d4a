import Synchronization
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// How tokens rest in the cache.
extension TokenCacheTests {
    /// The bytes that rest where the grant's token stands.
    private func resting(_ grant: Grant) -> String? {
        cache.table.withLock { table in
            table.slot(of: grant.id).map { String(decoding: table.slots[$0].bytes(\.token), as: UTF8.self) }
        }
    }

    @Test func `a token rests hidden, and is in clear only from its use to the next hiding`() {
        let grant = grant(1)
        keep(entry(grant, "secret"))
        #expect(resting(grant) != "secret")
        #expect(head(grant)?.hasPrefix(#"{"access_token":"secret""#) == true)
        #expect(resting(grant) == "secret")
        cache.hideShown()
        #expect(resting(grant) != "secret")
        #expect(head(grant)?.hasPrefix(#"{"access_token":"secret""#) == true)
    }

    @Test func `a copy of a hidden token, and a comparison with it, are with the token itself`() {
        let grant = grant(1)
        keep(entry(grant, "secret"))
        #expect(cache.token(of: grant.id)?.issued.accessToken.withBytes { Array($0) } == Array("secret".utf8))
        cache.hideShown()
        cache.drop(Secret(copyingTextOf: "another"), of: grant)
        #expect(cache.count == 1)
        cache.hideShown()
        cache.drop(Secret(copyingTextOf: "secret"), of: grant)
        #expect(cache.count == 0)
    }

    @Test func `a token that is too old for its caller stays hidden`() {
        let grant = grant(1)
        keep(entry(grant, "secret", living: 10))
        #expect(head(grant, minimumLife: 11) == nil)
        #expect(resting(grant) != "secret")
    }

    @Test func `hiding passes over what was given up since, and hides what came in its place`() {
        keep(entry(grant(1), "secret"))
        lookUp(grant(1))
        cache.invalidate(grant(1))
        keep(entry(grant(2), "second"))
        lookUp(grant(2))
        cache.hideShown()
        #expect(resting(grant(2)) != "second")
        #expect(head(grant(2))?.hasPrefix(#"{"access_token":"second""#) == true)
    }

    @Test func `no two tokens are hidden with one number`() {
        let ids = (1...20).map(Int64.init)
        for id in ids { keep(entry(grant(id, "user:default/u\(id)"), "one and the same")) }
        for id in ids { keep(entry(grant(id, "user:default/u\(id)"), "one and the same")) }
        let numbers = cache.table.withLock { table in ids.map { table.slots[Int($0) - 1].pointee.cipherNumber } }
        #expect(Set(numbers).count == ids.count)
    }

    @Test func `all that was shown is hidden, however much it is`() {
        let many = TokenCache(capacity: 200, cipher: FakeMemoryCipher())
        for id in Int64(1)...100 {
            keep(entry(grant(id, "user:default/u\(id)")), in: many)
            lookUp(grant(id, "user:default/u\(id)"), in: many)
        }
        #expect(many.table.withLock { $0.shown.count } == 100)
        many.hideShown()
        let shown = many.table.withLock { table in (0..<100).count { !table.slots[$0].pointee.isHidden } }
        #expect(shown == 0)
    }

    @Test func `hiding goes on every second until it is stopped, and once more then`() async {
        keep(entry(grant(1), "secret"))
        lookUp(grant(1))
        let pauses = AsyncStream<Int64>.makeStream()
        let hiding = TokenHiding(cache) { milliseconds in
            pauses.continuation.yield(milliseconds)
            await Task.yield()
        }
        let running = Task { await hiding.run() }
        var seen = pauses.stream.makeAsyncIterator()
        #expect(await seen.next() == 1000)
        // The second pause begins when the first round is over.
        _ = await seen.next()
        #expect(resting(grant(1)) != "secret")
        lookUp(grant(1))
        hiding.stop()
        await running.value
        #expect(resting(grant(1)) != "secret")
    }
}
