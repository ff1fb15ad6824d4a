import Synchronization
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultProvider

@Suite struct SecretCacheTests {
    @Test func `after a reload every secret is read anew`() async throws {
        let reads = Atomic(0)
        let cache = SecretCache(clock: ManualClock()) { (_: SecretSource) throws(SecretReadError) in
            Secret(copyingTextOf: "\(reads.add(1, ordering: .relaxed).newValue)")
        }
        let sources = [SecretSource.file(path: "/a"), .file(path: "/b")]
        for source in sources + sources { _ = try await cache.secret(from: source) }
        #expect(reads.load(ordering: .relaxed) == 2)
        cache.forgetAll()
        for source in sources { _ = try await cache.secret(from: source) }
        #expect(reads.load(ordering: .relaxed) == 4)
    }
}
