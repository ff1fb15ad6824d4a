import Testing
import VaultCore
import VaultWire

@testable import VaultClient

/// What the server writes about scopes is what the client reads.
@Suite(.timeLimit(.minutes(5))) struct ReportAgreementTests {
    @Test func `a report on scopes arrives with all that it says`() async throws {
        let (catalog, github) = (try ClientName("catalog"), try ProviderName("github"))
        let question = ScopeQuestion(client: catalog, provider: github, days: 7)
        let rule = ClientRule(methods: [.tokenGet], providers: .all)
        let key = { ScopeUseKey(client: catalog, provider: github, kind: $0, scope: $1) }
        let report = ScopeReport(
            question,
            ScopeUses(
                recordedSince: Timestamp(seconds: 60),
                counts: [key(.named, ""): 3, key(.used, "repo"): 3, key(.carried, "repo"): 3]),
            under: Policy(
                clients: [ClientSettings(name: catalog, selectors: [], rules: [rule])], providers: ProviderRegistry()),
            [ProviderSettings(name: github, clientID: "x", rotation: .none)], now: Timestamp(seconds: 90))
        let vault = try WireAgreementTests.vault { request in
            guard case .reportScopes(question) = request else { return .failure(.sealed) }
            return .success(.scopeReport(report))
        }
        let call = ClientCall.reportScopes(client: "catalog", provider: "github", days: 7)
        let read = try await vault.client().perform(call).scopeReport()
        #expect(read.days == 7 && read.since == 60 && read.recordedSince == 60 && read.leftOut == 0)
        let use = try #require(read.uses.first)
        #expect(use.client == "catalog" && use.provider == "github" && use.narrowing == "lineage" && use.allowsAll)
        #expect(use.used == [ScopeReportRecord.Count(scope: "repo", calls: 3)] && use.asked == use.used)
        #expect(use.granted == ["repo"] && use.callsNamingScopes == 3 && use.broader == ["rule_allows_all"])
        #expect(
            read.rules == [
                ScopeReportRecord.Advice(
                    rule: "clients.catalog.allow[0]", advice: "tighten", lines: [#""scopes": ["repo"]"#])
            ])
    }
}
