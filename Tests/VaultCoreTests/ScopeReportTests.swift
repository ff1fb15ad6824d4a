import Testing

@testable import VaultCore

/// What the report on scopes says of what was counted.
@Suite struct ScopeReportTests {
    private let now = Timestamp(day: 20_000)
    private let catalog: ClientName
    private let hub: ProviderName

    init() throws {
        catalog = try ClientName("catalog")
        hub = try ProviderName("hub")
    }

    /// One client with these ceilings, rule by rule, each about a user of its own; nil for none.
    private func report(
        _ ceilings: [[String]?], _ counts: [(ScopeUseKind, String, Int64)], narrowing: NarrowingRule = .perToken,
        fullToken: Bool = false, recordedSince: Timestamp? = Timestamp(day: 1), days: Int64 = 30
    ) throws -> ScopeReport {
        let rules = try ceilings.enumerated().map { number, scopes in
            let ceiling = try scopes.map { try ScopeSet($0) }
            return ClientRule(
                methods: [.tokenGet], providers: .only([hub]),
                subjects: .only([try SubjectPattern("user:default/u\(number)")]),
                terms: RuleTerms(scopes: ceiling, givesFullToken: fullToken))
        }
        let policy = Policy(
            clients: [ClientSettings(name: catalog, selectors: [], rules: rules)], providers: ProviderRegistry())
        let uses = counts.map { kind, scope, count in
            (ScopeUseKey(client: catalog, provider: hub, kind: kind, scope: scope), count)
        }
        return ScopeReport(
            ScopeQuestion(days: days),
            ScopeUses(recordedSince: recordedSince, counts: Dictionary(uniqueKeysWithValues: uses)), under: policy,
            [provider(hub, narrowing)], now: now)
    }

    private func provider(_ name: ProviderName, _ narrowing: NarrowingRule) -> ProviderSettings {
        ProviderSettings(name: name, clientID: "vault", rotation: .none, narrowing: narrowing)
    }

    private static let repoOnly: [(ScopeUseKind, String, Int64)] = [
        (.named, "", 5), (.used, "repo", 5), (.carried, "repo", 5),
    ]

    @Test func `a named scope that nobody asked for is never used, and the line leaves it out`() throws {
        let report = try report([["repo", "gist"]], Self.repoOnly)
        let entry = try #require(report.entries.first)
        #expect(entry.allowed == ["gist", "repo"] && !entry.allowsAll)
        #expect(entry.used == [ScopeReportEntry.Count(scope: "repo", calls: 5)] && entry.asked == entry.used)
        #expect(entry.granted == ["repo"] && entry.neverUsed == ["gist"] && entry.breadth == [.ruleNamesMore])
        #expect(report.advice.map(\.verdict) == [.tighten])
        #expect(report.advice.first?.lines == [#""scopes": ["repo"]"#])
    }

    @Test func `a rule that gives what is used is left alone`() throws {
        let report = try report([["repo"]], Self.repoOnly)
        #expect(report.entries.first?.breadth == [] && report.entries.first?.neverUsed == [])
        #expect(report.advice.map(\.verdict) == [.fits] && report.advice.first?.lines == [])
    }

    @Test func `a rule for everything is told as too broad once calls name what they need`() throws {
        let report = try report([nil], Self.repoOnly)
        #expect(report.entries.first?.allowsAll == true && report.entries.first?.breadth == [.ruleAllowsAll])
        #expect(report.advice.first?.lines == [#""scopes": ["repo"]"#])
    }

    @Test func `of calls that never name scopes nothing is said but what tokens carried`() throws {
        for ceiling in [nil, ["repo", "gist"]] {
            let report = try report([ceiling], [(.open, "", 9), (.openCarried, "repo", 9)])
            let entry = try #require(report.entries.first)
            #expect(entry.granted == ["repo"] && entry.used.isEmpty && entry.openCalls == 9)
            #expect(entry.neverUsed == (ceiling == nil ? [] : ["gist"]))
            #expect(report.advice.map(\.verdict) == [.asksForAll] && report.advice.first?.suggested == nil)
        }
    }

    @Test func `what a call that named nothing was given is kept beside what others named`() throws {
        let counts = Self.repoOnly + [(.open, "", 1), (.openCarried, "gist", 1)]
        let report = try report([["repo", "gist", "admin"]], counts)
        #expect(report.entries.first?.neverUsed == ["admin"])
        #expect(report.advice.first?.lines == [#""scopes": ["gist", "repo"]"#])
    }

    @Test func `a scope that was asked for in vain is neither used nor never used`() throws {
        let report = try report([["repo", "gist"]], Self.repoOnly + [(.unmet, "gist", 2)])
        let entry = try #require(report.entries.first)
        #expect(entry.asked.map(\.scope) == ["gist", "repo"] && entry.used.map(\.scope) == ["repo"])
        #expect(entry.neverUsed.isEmpty && report.advice.map(\.verdict) == [.fits])
    }

    @Test func `what a client hands on it needs itself`() throws {
        let report = try report([["repo", "gist", "admin"]], Self.repoOnly + [(.delegated, "admin", 1)])
        #expect(report.entries.first?.delegated == ["admin"])
        #expect(report.advice.first?.lines == [#""scopes": ["admin", "repo"]"#])
    }

    @Test func `where no narrower token is minted, all that tokens carried is kept`() throws {
        let counts = Self.repoOnly + [(.broader, "", 5), (.carried, "gist", 5)]
        let report = try report([nil], counts, narrowing: .lineage)
        let entry = try #require(report.entries.first)
        #expect(entry.breadth == [.ruleAllowsAll, .tokenHasMore] && entry.unneeded == ["gist"])
        #expect(report.advice.first?.lines == [#""scopes": ["gist", "repo"]"#])
        let standingIn = try self.report([["repo", "gist"]], counts, narrowing: .lineage, fullToken: true)
        #expect(standingIn.advice.first?.lines == [#""scopes": ["repo"]"#])
    }

    @Test func `where no narrower token is minted, a rule must allow what grants have beside their tokens' scopes`()
        throws
    {
        let counts = Self.repoOnly + [(.held, "offline", 5)]
        #expect(
            try report([nil], counts, narrowing: .lineage).advice.first?.lines == [#""scopes": ["offline", "repo"]"#])
        #expect(try report([nil], counts, narrowing: .perToken).advice.first?.lines == [#""scopes": ["repo"]"#])
    }

    @Test func `who never called is told, and no line is made up for it`() throws {
        let report = try report([["repo"]], [])
        #expect(report.entries.first?.breadth == [.notCalled] && report.entries.first?.neverUsed == ["repo"])
        #expect(report.advice.map(\.verdict) == [.notCalled] && report.advice.first?.lines == [])
        #expect(try self.report([["admin"]], Self.repoOnly).advice.map(\.verdict) == [.notCalled])
    }

    @Test func `what was not told apart silences both never used and the advice`() throws {
        let report = try report([["repo", "gist"], nil], Self.repoOnly + [(.untold, "", 1)])
        let entry = try #require(report.entries.first)
        #expect(entry.untold == 1 && entry.neverUsed.isEmpty && entry.unneeded.isEmpty && entry.breadth.isEmpty)
        #expect(report.advice.map(\.verdict) == [.notToldApart, .notToldApart])
    }

    @Test func `a ceiling is not suggested where tokens name no scopes, or more than one can name`() throws {
        let nameless = try report([nil], Self.repoOnly + [(.open, "", 1), (.nameless, "", 1)])
        #expect(nameless.advice.map(\.verdict) == [.tokensNameNone])
        let many = (0...Limits.scopes).map { (ScopeUseKind.used, "s\($0)", Int64(1)) }
        #expect(try report([nil], [(.named, "", 1)] + many).advice.map(\.verdict) == [.tooMany])
    }

    @Test func `a rule for several providers keeps what is needed at any of them`() throws {
        let lab = try ProviderName("lab")
        let rule = ScopeRule(name: RuleName(client: catalog, number: 3), providers: nil, terms: .none)
        var (first, second) = (ScopeUsage(), ScopeUsage())
        for (kind, scope) in [(ScopeUseKind.named, ""), (.used, "repo")] { first.add(kind, scope, 1) }
        for (kind, scope) in [(ScopeUseKind.named, ""), (.used, "api")] { second.add(kind, scope, 1) }
        let advice = ScopeAdvice(rule, [(first, .perToken), (ScopeUsage(), .lineage), (second, .perToken)])
        #expect(advice.lines == [#""scopes": ["api", "repo"]"#] && rule.reaches(lab))
        second = ScopeUsage()
        second.add(.open, "", 1)
        #expect(ScopeAdvice(rule, [(first, .perToken), (second, .perToken)]).verdict == .asksForAll)
    }

    @Test func `a rule that never decides is not looked at`() throws {
        let lab = try ProviderName("lab")
        let rules = [ProviderSelection.only([hub]), .only([hub]), .only([hub, lab]), .all, .all].map {
            ClientRule(methods: [.tokenGet], providers: $0)
        }
        let policy = Policy(
            clients: [ClientSettings(name: catalog, selectors: [], rules: rules)], providers: ProviderRegistry())
        let found = policy.scopeRules(of: catalog)
        #expect(found.map(\.name.number) == [0, 2, 3])
        #expect(found.map { $0.reaches(hub) } == [true, false, false])
        #expect(found.map { $0.reaches(lab) } == [false, true, false])
    }

    @Test func `nothing is claimed of a time before counting began`() throws {
        let late = now.adding(seconds: -60)
        #expect(try report([nil], [], recordedSince: late).since == late)
        #expect(try report([nil], []).since == Timestamp(day: 20_000 - 29))
        #expect(try report([nil], [], days: 1).since == Timestamp(day: 20_000))
        #expect(try report([nil], [], recordedSince: nil).since == now)
    }

    @Test func `a question about one client or provider is answered about that one`() throws {
        let other = try ProviderName("other")
        let rule = ClientRule(methods: [.tokenGet], providers: .all)
        let clients = [catalog, try ClientName("web")].map { ClientSettings(name: $0, selectors: [], rules: [rule]) }
        let policy = Policy(clients: clients, providers: ProviderRegistry())
        func pairs(_ question: ScopeQuestion) -> [String] {
            ScopeReport(question, ScopeUses(), under: policy, [hub, other].map { provider($0, .lineage) }, now: now)
                .entries.map { "\($0.client.text) \($0.provider.text)" }
        }
        #expect(pairs(ScopeQuestion()) == ["catalog hub", "catalog other", "web hub", "web other"])
        #expect(pairs(ScopeQuestion(client: catalog)) == ["catalog hub", "catalog other"])
        #expect(pairs(ScopeQuestion(provider: other)) == ["catalog other", "web other"])
    }

    @Test func `the answer is bounded, and tells what it left out`() throws {
        let rule = ClientRule(methods: [.tokenGet], providers: .all)
        let clients = try (0..<600).map { ClientSettings(name: try ClientName("c\($0)"), selectors: [], rules: [rule]) }
        let policy = Policy(clients: clients, providers: ProviderRegistry())
        let report = ScopeReport(ScopeQuestion(), ScopeUses(), under: policy, [provider(hub, .lineage)], now: now)
        #expect(report.entries.count == 500 && report.advice.count == 500 && report.leftOut == 200)
        let many = (0..<300).map { (ScopeUseKind.used, "s\($0)", Int64(1)) }
        let entry = try #require(try self.report([nil], [(.named, "", 1)] + many).entries.first)
        #expect(entry.used.count == ScopeReport.mostScopes && entry.asked.count == ScopeReport.mostScopes)
        #expect(entry.scopesLeftOut == 2 * (300 - ScopeReport.mostScopes))
    }
}
