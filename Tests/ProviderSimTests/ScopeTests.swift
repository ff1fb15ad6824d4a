import Testing

@testable import vault_provider_sim

@Suite struct ScopeTests {
    @Test func `a scope per token narrows this answer alone`() throws {
        let minted = MintedModel(.none)
        #expect(minted.refresh(minted.first.refresh.text, scope: ["a"]).tokens?.access.scopes == ["a"])
        #expect(minted.refresh(minted.first.refresh.text).tokens?.access.scopes == ["a", "b"])
    }

    @Test func `a scope per lineage narrows it for good`() {
        let minted = MintedModel(.none) { $0.narrowing = .lineage }
        #expect(minted.refresh(minted.first.refresh.text, scope: ["a"]).tokens?.access.scopes == ["a"])
        #expect(minted.refresh(minted.first.refresh.text).tokens?.access.scopes == ["a"])
        #expect(minted.refresh(minted.first.refresh.text, scope: ["b"]) == .refused(.invalidScope, .invalidScope))
    }

    @Test func `an ignored scope changes nothing, not even when it asks for more`() {
        let minted = MintedModel(.none) { $0.narrowing = .ignored }
        #expect(minted.refresh(minted.first.refresh.text, scope: ["a"]).tokens?.access.scopes == ["a", "b"])
        #expect(minted.refresh(minted.first.refresh.text, scope: ["c"]).tokens?.access.scopes == ["a", "b"])
    }

    @Test func `too much scope is refused and spends no token`() {
        let minted = MintedModel(.rotate)
        let refused = minted.refresh(minted.first.refresh.text, scope: ["a", "c"])
        #expect(refused == .refused(.invalidScope, .invalidScope))
        #expect(minted.lineage?.generation == 1)
        #expect(minted.refresh(minted.first.refresh.text).verdict == .refreshed)
    }
}
