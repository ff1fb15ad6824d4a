import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

extension TokenCacheTests {
    @Test func `a new token takes the old one's place, and what is being read at that moment is not kept`() {
        let grant = grant(1)
        keep(entry(grant, "old"))
        let ticket = cache.ticket(for: grant.key)
        #expect(cache.replace(entry(grant, "new"), ticket))
        #expect(head(grant)?.contains("new") == true)
        #expect(cache.count == 1)
        cache.keep(entry(grant, "stale"), ticket)
        #expect(head(grant)?.contains("new") == true)
    }

    @Test func `nothing is replaced once the grant or a sibling has changed, or the vault is sealed`() {
        let grant = grant(1)
        keep(entry(grant, "old"))
        let ticket = cache.ticket(for: grant.key)
        cache.invalidate(self.grant(2, account: "home"))
        #expect(!cache.replace(entry(grant, "new"), ticket))
        #expect(head(grant)?.contains("old") == true)
        cache.shut()
        #expect(!cache.replace(entry(grant, "new"), cache.ticket(for: grant.key)))
        #expect(cache.count == 0)
    }

    @Test func `a token that cannot be kept takes the old one with it`() {
        let grant = grant(1)
        keep(entry(grant, "old"))
        #expect(cache.replace(entry(grant, "ü"), cache.ticket(for: grant.key)))
        #expect(cache.count == 0)
    }

    @Test func `a sibling is no longer found without its account once another takes its place`() {
        let other = grant(2, account: "home")
        keep(entry(other))
        let grant = grant(1, account: "work")
        #expect(cache.replace(entry(grant, isOnly: false), cache.ticket(for: grant.key)))
        #expect(found("user:default/alice") == nil)
        #expect(found("user:default/alice", "acme", "home") == other.id)
        #expect(found("user:default/alice", "acme", "work") == grant.id)
    }
}
