import Glibc
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// The micro-benchmark of the hot path's lookup. It checks what is found, not how fast: the figures are for people, from a
/// release build: `swift test -c release -Xswiftc -enable-testing --filter TokenCacheSpeed`.
@Suite(.serialized) struct TokenCacheSpeedTests {
    private static let grants = 1_000
    #if DEBUG
    private static let rounds = 20
    #else
    private static let rounds = 3_000
    #endif

    private let cache = TokenCache(capacity: 2_000, cipher: FakeMemoryCipher())
    private let now = Timestamp(seconds: 1_000)
    private let handles: [[UInt8]]
    private let subjects: [[UInt8]]

    init() {
        var handles: [[UInt8]] = []
        var subjects: [[UInt8]] = []
        var random = SeededRandom(5)
        for id in 1...Self.grants {
            let entry = Self.entry(Int64(id), now)
            cache.keep(entry, cache.ticket(for: entry.grant.key))
            handles.append(Array(entry.grant.id.handle.utf8))
            subjects.append(Array(entry.grant.subject.text.utf8))
        }
        let order = (0..<Self.grants).shuffled(using: &random)
        self.handles = order.map { handles[$0] }
        self.subjects = order.map { subjects[$0] }
    }

    @Test func `a lookup finds and copies what was kept`() {
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 64)
        defer { space.deallocate() }
        measure("by handle", handles) { handle in
            cache.withToken(handle: handle, minimumLifeSeconds: 30, now: now) { !$0.replyHead.isEmpty } ?? false
        }
        measure("by handle, head copied", handles) { handle in
            cache.withToken(handle: handle, minimumLifeSeconds: 30, now: now) { token in
                space.copyMemory(from: token.replyHead)
                return true
            } ?? false
        }
        let provider = Array("acme".utf8)
        provider.withUnsafeBytes { provider in
            measure("by subject and provider", subjects) { subject in
                cache.withToken(
                    subject: subject, provider: provider, account: UnsafeRawBufferPointer(start: nil, count: 0),
                    minimumLifeSeconds: 30, now: now
                ) { !$0.replyHead.isEmpty } ?? false
            }
        }
        let table = Dictionary(uniqueKeysWithValues: handles.map { ($0, 1) })
        measure("yardstick: a dictionary of arrays", handles) { table[Array($0)] != nil }
    }

    private func measure(_ name: String, _ keys: [[UInt8]], _ lookup: (UnsafeRawBufferPointer) -> Bool) {
        var best = Int64.max
        var found = 0
        for _ in 0..<Self.rounds {
            let begin = Self.cpuNanoseconds()
            for key in keys where key.withUnsafeBytes(lookup) { found += 1 }
            best = min(best, Self.cpuNanoseconds() - begin)
        }
        #expect(found == Self.rounds * Self.grants)
        print("token cache, \(name): \(best / Int64(Self.grants)) ns")
    }

    /// Of this thread alone, so that a busy machine disturbs less.
    private static func cpuNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private static func entry(_ id: Int64, _ now: Timestamp) -> TokenEntry {
        let key = Fixtures.key("user:default/someone-\(id)")
        let grant = Grant(
            id: Fixtures.grantID(id), subject: key.subject, provider: key.provider, account: key.account,
            scopes: Fixtures.scopes("read", "write"), createdAt: now, updatedAt: now)
        let issued = IssuedToken(
            grant: grant.id, generation: grant.generation,
            accessToken: Secret(copyingTextOf: String(repeating: "t", count: 930)), scopes: grant.scopes,
            expiresAt: now.adding(seconds: 3_600))
        return TokenEntry(
            grant: grant, token: LiveToken(issued: issued, mintedAt: now),
            provider: ProviderRegistry().index(of: grant.provider), auditPart: Array("audit".utf8),
            isOnlyAccount: true, answersFewerScopes: true)
    }
}
