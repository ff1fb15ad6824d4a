import Testing
import VaultCore

@testable import VaultConfiguration

/// How long refresh tokens live, and what is done about it.
@Suite struct GrantLifeConfigurationTests {
    private func provider(_ members: String) throws -> ProviderSettings {
        try load(Sample.text(provider: members)).settings.providers[0]
    }

    private let atlassian = "preset: 'atlassian', client_id: 'c', client_secret: {file: '/s'}"
    private let salesforce = "preset: 'salesforce', client_id: 'c', client_secret: {file: '/s'}"

    @Test func `the preset's lives and cap hold unless something else is written`() throws {
        #expect(try provider(Sample.provider).lives == .unknown)
        #expect(try provider(Sample.provider).issuanceCap == nil)
        #expect(
            try provider(atlassian).lives
                == RefreshTokenLives(absoluteSeconds: 31_536_000, idleSeconds: 7_776_000))
        #expect(
            try provider(atlassian + ", absolute_life: '0s', idle_life: '30d'").lives
                == RefreshTokenLives(idleSeconds: 2_592_000))
        #expect(try provider(atlassian).keepAliveSeconds == nil, "it is off unless somebody wants it")
        #expect(try provider(atlassian + ", keep_alive: '180d'").keepAliveSeconds == 180 * 86_400)
        #expect(try provider(atlassian).refreshAheadSeconds == nil, "it is off unless somebody wants it")
        #expect(try provider(atlassian + ", refresh_ahead: '5m'").refreshAheadSeconds == 300)
        #expect(try provider(salesforce).issuanceCap?.count == 5)
        #expect(try provider(salesforce + ", issuance_cap: 9").issuanceCap?.count == 9)
        #expect(
            try provider(salesforce + ", issuance_cap: 9").issuanceCap?.per == provider(salesforce).issuanceCap?.per)
        #expect(try provider(salesforce + ", issuance_cap: 0").issuanceCap == nil)
    }

    @Test func `grants are told of two weeks ahead and kept unless something else is written`() throws {
        func grants(_ text: String) throws -> GrantSettings {
            try load(Sample.text(root: "grants: \(text)")).settings.grants
        }
        #expect(try grants("{}") == GrantSettings())
        #expect(GrantSettings().noticeSeconds == 14 * 86_400 && GrantSettings().reapAfterSeconds == nil)
        #expect(try grants("{expiry_notice: '0s'}").noticeSeconds == 0)
        #expect(try grants("{expiry_notice: '3d', reap_after: '90d'}").noticeSeconds == 3 * 86_400)
        #expect(try grants("{reap_after: '90d'}").reapAfterSeconds == 90 * 86_400)
    }

    @Test func `a life or an age that is wrong is reported where it stands`() {
        let wrong = Sample.provider + ", idle_life: 'long', absolute_life: '4000d', issuance_cap: -1"
        #expect(
            problems(Sample.text(provider: wrong, root: "grants: {reap_after: '1h', expiry_notice: 5}")) == [
                "providers.github.idle_life: must be a duration in quotes, such as 500ms, 30s, 5m, 2h or 7d",
                "providers.github.absolute_life: must be from 0s to 3650d",
                "providers.github.issuance_cap: must be a whole number from 0 to 1000000",
                "grants.reap_after: must be from 1d to 3650d",
                "grants.expiry_notice: must be a duration in quotes, such as 500ms, 30s, 5m, 2h or 7d",
            ])
    }
}
