import Testing

@testable import vault_provider_sim

@Suite struct RotationTests {
    @Test func `without rotation the same refresh token stays good`() throws {
        let minted = MintedModel(.none)
        let again = try #require(minted.refresh(minted.first.refresh.text).tokens)
        #expect(again.refresh == minted.first.refresh)
        #expect(again.generation == 1)
        #expect(again.access.text != minted.first.access.text)
        #expect(minted.refresh(minted.first.refresh.text).verdict == .kept)
        #expect(minted.lineage?.refreshCount == 2)
    }

    @Test func `rotation ends the old token at once and keeps the lineage`() throws {
        let minted = MintedModel(.rotate)
        let second = try #require(minted.refresh(minted.first.refresh.text).tokens)
        #expect(second.generation == 2)
        #expect(second.refresh != minted.first.refresh)
        #expect(minted.refresh(minted.first.refresh.text) == .refused(.invalidGrant, .stale))
        #expect(minted.refresh(second.refresh.text).verdict == .refreshed)
        #expect(minted.lineage?.generation == 3)
        #expect(minted.lineage?.oldPresentedCount == 1)
    }

    @Test func `within its grace the predecessor gets the same pair again`() throws {
        let minted = MintedModel(.grace(seconds: 10))
        let second = try #require(minted.refresh(minted.first.refresh.text).tokens)
        minted.pass(seconds: 9)
        #expect(minted.refresh(minted.first.refresh.text) == .issued(second, .grace))
        #expect(minted.lineage?.generation == 2)
        #expect(minted.lineage?.refreshCount == 1)
    }

    @Test func `after its grace the predecessor is refused and the lineage lives`() throws {
        let minted = MintedModel(.grace(seconds: 10))
        let second = try #require(minted.refresh(minted.first.refresh.text).tokens)
        minted.pass(seconds: 10)
        #expect(minted.refresh(minted.first.refresh.text) == .refused(.invalidGrant, .stale))
        #expect(minted.refresh(second.refresh.text).verdict == .refreshed)
    }

    @Test func `grace is for the immediate predecessor alone`() throws {
        let minted = MintedModel(.grace(seconds: 10))
        let second = try #require(minted.refresh(minted.first.refresh.text).tokens)
        _ = minted.refresh(second.refresh.text)
        #expect(minted.refresh(minted.first.refresh.text) == .refused(.invalidGrant, .stale))
        #expect(minted.refresh(second.refresh.text).verdict == .grace)
    }

    @Test func `an old token kills its whole family`() throws {
        let minted = MintedModel(.family)
        let second = try #require(minted.refresh(minted.first.refresh.text).tokens)
        #expect(minted.refresh(minted.first.refresh.text) == .refused(.invalidGrant, .familyKilled))
        #expect(minted.refresh(second.refresh.text) == .refused(.invalidGrant, .dead))
        #expect(minted.lineage?.fate == .reused)
        #expect(minted.model.access(second.access.text, at: minted.now) == nil)
        #expect(minted.model.liveAccessTokens(of: minted.first.lineage, at: minted.now) == 0)
    }

    @Test func `an old token of a dead family is counted too`() {
        let minted = MintedModel(.family)
        _ = minted.refresh(minted.first.refresh.text)
        _ = minted.refresh(minted.first.refresh.text)
        _ = minted.refresh(minted.first.refresh.text)
        #expect(minted.lineage?.oldPresentedCount == 2)
    }

    @Test func `lineages do not touch each other`() {
        let minted = MintedModel(.family)
        let other = minted.model.mint(MintRequest.of("user:default/bob"), at: minted.now)
        _ = minted.refresh(minted.first.refresh.text)
        _ = minted.refresh(minted.first.refresh.text)
        #expect(minted.lineage?.fate == .reused)
        #expect(minted.refresh(other.refresh.text).verdict == .refreshed)
    }

    @Test func `a token that was never issued is refused`() {
        let minted = MintedModel(.rotate)
        #expect(minted.refresh("srt_nobody") == .refused(.invalidGrant, .unknownToken))
    }

    @Test func `a refresh token expires, and a new one starts its life anew`() throws {
        let minted = MintedModel(.rotate) { $0.refreshTokenSeconds = 100 }
        minted.pass(seconds: 99)
        let second = try #require(minted.refresh(minted.first.refresh.text).tokens)
        minted.pass(seconds: 99)
        let third = try #require(minted.refresh(second.refresh.text).tokens)
        minted.pass(seconds: 100)
        #expect(minted.refresh(third.refresh.text) == .refused(.invalidGrant, .expired))
        #expect(minted.lineage?.fate == .expired)
    }

    @Test func `an old token gives another pair until a newer access token is used`() throws {
        let minted = MintedModel(.untilUsed)
        let second = try #require(minted.refresh(minted.first.refresh.text).tokens)
        let third = try #require(minted.refresh(minted.first.refresh.text).tokens)
        #expect(third.refresh != second.refresh)
        minted.model.noteUse(of: second.access, in: second.lineage)
        #expect(minted.refresh(minted.first.refresh.text) == .refused(.invalidGrant, .stale))
        #expect(minted.refresh(second.refresh.text).verdict == .refreshed)
        #expect(minted.lineage?.fate == .alive)
    }

    @Test(arguments: [true, false]) func `a refresh ends the access tokens before it where that is the rule`(
        isSingle: Bool
    ) throws {
        let minted = MintedModel(.rotate) { $0.hasSingleAccessToken = isSingle }
        let second = try #require(minted.refresh(minted.first.refresh.text).tokens)
        #expect((minted.model.access(minted.first.access.text, at: minted.now) == nil) == isSingle)
        #expect(minted.model.access(second.access.text, at: minted.now) != nil)
        #expect(minted.model.liveAccessTokens(of: second.lineage, at: minted.now) == (isSingle ? 1 : 2))
    }

    @Test(arguments: ["none", "rotate", "grace:0", "grace:30", "overlap", "until_used", "family"])
    func `a rule is read from its own text`(text: String) {
        #expect(RotationRule(text)?.text == text)
    }

    @Test(arguments: ["", "Rotate", "grace", "grace:", "grace:-1", "grace:x", "family:1"])
    func `other texts are no rule`(text: String) {
        #expect(RotationRule(text) == nil)
    }
}
