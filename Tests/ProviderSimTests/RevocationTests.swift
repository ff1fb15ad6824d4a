import Testing

@testable import vault_provider_sim

@Suite struct RevocationTests {
    @Test func `revoking a refresh token ends its lineage and its access tokens`() {
        let minted = MintedModel(.rotate)
        #expect(minted.model.revoke(minted.first.refresh.text) == .revoked)
        #expect(minted.lineage?.fate == .revoked)
        #expect(minted.model.access(minted.first.access.text, at: minted.now) == nil)
        #expect(minted.refresh(minted.first.refresh.text) == .refused(.invalidGrant, .dead))
    }

    @Test func `revoking an old generation ends the lineage too`() {
        let minted = MintedModel(.rotate)
        _ = minted.refresh(minted.first.refresh.text)
        #expect(minted.model.revoke(minted.first.refresh.text) == .revoked)
        #expect(minted.lineage?.fate == .revoked)
    }

    @Test func `revoking an access token leaves the lineage alive`() {
        let minted = MintedModel(.rotate)
        #expect(minted.model.revoke(minted.first.access.text) == .revokedAccessToken)
        #expect(minted.model.access(minted.first.access.text, at: minted.now) == nil)
        #expect(minted.refresh(minted.first.refresh.text).verdict == .refreshed)
    }

    @Test func `revoking twice or revoking nonsense finds nothing`() {
        let minted = MintedModel(.rotate)
        _ = minted.model.revoke(minted.first.refresh.text)
        #expect(minted.model.revoke(minted.first.refresh.text) == .nothingToRevoke)
        #expect(minted.model.revoke("nonsense") == .nothingToRevoke)
        #expect(minted.lineage?.fate == .revoked)
    }

    @Test func `an administrator kills a lineage once`() {
        let minted = MintedModel(.rotate)
        #expect(minted.model.kill(minted.first.lineage) == true)
        #expect(minted.model.kill(minted.first.lineage) == false)
        #expect(minted.lineage?.fate == .killed)
        #expect(minted.refresh(minted.first.refresh.text) == .refused(.invalidGrant, .dead))
    }

    @Test func `an access token is good until its second of expiry`() {
        let minted = MintedModel(.rotate) { $0.accessTokenSeconds = 60 }
        minted.pass(seconds: 59)
        #expect(minted.model.access(minted.first.access.text, at: minted.now) != nil)
        #expect(minted.model.liveAccessTokens(of: minted.first.lineage, at: minted.now) == 1)
        minted.pass(seconds: 1)
        #expect(minted.model.access(minted.first.access.text, at: minted.now) == nil)
        #expect(minted.model.liveAccessTokens(of: minted.first.lineage, at: minted.now) == 0)
    }

    @Test func `tokens have the length that was asked for and never repeat`() {
        let minted = MintedModel(.rotate) {
            $0.accessTokenBytes = 5000
            $0.refreshTokenBytes = 48
        }
        #expect(minted.first.access.text.utf8.count == 5000)
        #expect(minted.first.refresh.text.utf8.count == 48)
        var texts: Set<String> = []
        for _ in 0..<1000 {
            texts.insert(minted.model.mint(MintRequest.of("user:default/bob"), at: minted.now).refresh.text)
        }
        #expect(texts.count == 1000)
    }
}
