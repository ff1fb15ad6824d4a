import Testing
import VaultCore
import VaultTestSupport

@Suite struct `The terms of a rule` {
    private let granted = Fixtures.scopes("admin", "read", "write")
    private let now = Timestamp(seconds: 1_000_000)

    private func choice(
        _ ceiling: ScopeSet?, full: Bool = false, asked: ScopeSet? = nil, of granted: ScopeSet? = nil,
        _ narrowing: NarrowingRule
    ) throws(VaultError) -> RuleTerms.TokenChoice {
        try RuleTerms(scopes: ceiling, givesFullToken: full)
            .choice(asked: asked, granted: granted ?? self.granted, narrowing: narrowing)
    }

    private func token(_ scopes: ScopeSet, living seconds: Int64 = 60) -> IssuedToken {
        IssuedToken(
            grant: Fixtures.grantID(1), generation: .first, accessToken: Secret(copyingTextOf: "at"), scopes: scopes,
            expiresAt: now.adding(seconds: seconds))
    }

    @Test func `leave the grant's own scopes where there is no ceiling`() throws {
        #expect(try choice(nil, .perToken) == .full)
        #expect(try choice(nil, asked: Fixtures.scopes("read"), .perToken) == .narrowed(Fixtures.scopes("read")))
        #expect(try choice(nil, asked: Fixtures.scopes("read"), .lineage) == .full)
        #expect(throws: VaultError.scopeExceeded(scopes: ["root"])) {
            try choice(nil, asked: Fixtures.scopes("read", "root"), .lineage)
        }
    }

    @Test func `narrow what is asked for to the ceiling, and what is not asked for too`() throws {
        let ceiling = Fixtures.scopes("other", "read", "write")
        #expect(try choice(ceiling, .perToken) == .narrowed(Fixtures.scopes("read", "write")))
        #expect(try choice(ceiling, asked: Fixtures.scopes("read"), .perToken) == .narrowed(Fixtures.scopes("read")))
        #expect(throws: VaultError.scopeExceeded(scopes: ["admin"])) {
            try choice(ceiling, asked: Fixtures.scopes("admin", "read"), .perToken)
        }
        #expect(throws: VaultError.scopeExceeded(scopes: ["other"])) {
            try choice(ceiling, asked: Fixtures.scopes("other"), .perToken)
        }
    }

    @Test func `give a full token beyond the ceiling only where the rule says so`() throws {
        let ceiling = Fixtures.scopes("read", "write")
        #expect(throws: VaultError.scopeExceeded(scopes: ["admin"])) { try choice(ceiling, .lineage) }
        #expect(throws: VaultError.scopeExceeded(scopes: ["admin"])) {
            try choice(ceiling, asked: Fixtures.scopes("read"), .lineage)
        }
        #expect(try choice(ceiling, full: true, asked: Fixtures.scopes("read"), .lineage) == .full)
        #expect(throws: VaultError.scopeExceeded(scopes: ["admin"])) {
            try choice(ceiling, full: true, asked: Fixtures.scopes("admin"), .lineage)
        }
        #expect(try choice(granted, .lineage) == .full)
    }

    @Test func `cannot be kept for a grant that names no scopes, unless the rule gives the full token`() throws {
        let ceiling = Fixtures.scopes("read")
        #expect(throws: VaultError.self) { try choice(ceiling, of: .empty, .perToken) }
        #expect(try choice(ceiling, full: true, of: .empty, .perToken) == .full)
        #expect(throws: VaultError.scopeExceeded(scopes: ["admin"])) {
            try choice(ceiling, of: Fixtures.scopes("admin"), .perToken)
        }
    }

    @Test func `hold back a token that turned out wider than was chosen`() throws {
        let read = Fixtures.scopes("read")
        try RuleTerms.none.check(token(read), .narrowed(read), now: now)
        #expect(throws: VaultError.scopeExceeded(scopes: ["write"])) {
            try RuleTerms.none.check(token(Fixtures.scopes("read", "write")), .narrowed(read), now: now)
        }
        try RuleTerms.none.check(token(Fixtures.scopes("read", "write")), .full, now: now)
        #expect(throws: VaultError.scopeExceeded(scopes: ["write"])) {
            try RuleTerms(scopes: read).check(token(Fixtures.scopes("read", "write")), .full, now: now)
        }
        try RuleTerms(scopes: read, givesFullToken: true)
            .check(token(Fixtures.scopes("read", "write")), .full, now: now)
    }

    @Test func `hold back a token that lives longer than they allow`() throws {
        let terms = RuleTerms(maximumLifeSeconds: 900)
        try terms.check(token(granted, living: 900), .full, now: now)
        #expect(throws: VaultError.self) { try terms.check(token(granted, living: 901), .full, now: now) }
    }
}
