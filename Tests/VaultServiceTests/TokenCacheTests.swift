import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite struct TokenCacheTests {
    let cache = TokenCache(capacity: 100, cipher: FakeMemoryCipher())
    let now = Timestamp(seconds: 1_000)

    func grant(
        _ id: Int64, _ subject: String = "user:default/alice", account: String? = nil
    ) -> Grant {
        let key = Fixtures.key(subject, account: account)
        return Grant(
            id: Fixtures.grantID(id), subject: key.subject, provider: key.provider, account: key.account,
            scopes: Fixtures.scopes("read", "write"), generation: Generation(number: 4), createdAt: now, updatedAt: now)
    }

    func entry(
        _ grant: Grant, _ token: String = "at", living seconds: Int64 = 100, isOnly: Bool = true,
        answersFewer: Bool = true
    ) -> TokenEntry {
        let issued = IssuedToken(
            grant: grant.id, generation: grant.generation, accessToken: Secret(copyingTextOf: token),
            scopes: grant.scopes, expiresAt: now.adding(seconds: seconds))
        return TokenEntry(
            grant: grant, token: LiveToken(issued: issued, mintedAt: now),
            provider: ProviderRegistry().index(of: grant.provider),
            auditPart: Array("audit of \(grant.id.handle)".utf8), isOnlyAccount: isOnly,
            answersFewerScopes: answersFewer)
    }

    func keep(_ entry: TokenEntry, in other: TokenCache? = nil) {
        let cache = other ?? cache
        cache.keep(entry, cache.ticket(for: entry.grant.key))
    }

    /// What the hot path sees of the token with this handle.
    @discardableResult
    func lookUp(
        _ grant: Grant, in other: TokenCache? = nil, minimumLife: Int64 = 0, at moment: Timestamp? = nil,
        _ body: (borrowing CachedToken) -> Bool = { _ in true }
    ) -> Bool? {
        Array(grant.id.handle.utf8).withUnsafeBytes {
            (other ?? cache).withToken(handle: $0, minimumLifeSeconds: minimumLife, now: moment ?? now, body)
        }
    }

    func head(_ grant: Grant, minimumLife: Int64 = 0, at moment: Timestamp? = nil) -> String? {
        var head: String?
        lookUp(grant, minimumLife: minimumLife, at: moment) {
            head = String(decoding: $0.replyHead, as: UTF8.self)
            return true
        }
        return head
    }

    func found(_ subject: String, _ provider: String = "acme", _ account: String = "") -> GrantID? {
        var found: GrantID?
        _ = Array(subject.utf8).withUnsafeBytes { subject in
            Array(provider.utf8).withUnsafeBytes { provider in
                Array(account.utf8).withUnsafeBytes { account in
                    cache.withToken(
                        subject: subject, provider: provider, account: account, minimumLifeSeconds: 0, now: now
                    ) {
                        found = $0.grant
                        return true
                    }
                }
            }
        }
        return found
    }

    @Test func `the reply's head and the audit part are ready to be copied`() {
        let grant = grant(7)
        keep(entry(grant, #"a"b\c"#))
        let handle = grant.id.handle
        #expect(
            head(grant)
                == #"{"access_token":"a\"b\\c","token_type":"Bearer","grant":"\#(handle)","generation":4,"scopes":["read","write"],"expires_at":1100,"expires_in":"#
        )
        var audit: String?
        lookUp(grant) {
            audit = String(decoding: $0.auditPart, as: UTF8.self)
            return true
        }
        #expect(audit == "audit of \(handle)")
    }

    @Test func `a token is lent while it lives long enough and never after its end`() {
        let grant = grant(1)
        keep(entry(grant, living: 100))
        #expect(head(grant, minimumLife: 100) != nil)
        #expect(head(grant, minimumLife: 101) == nil)
        #expect(head(grant, minimumLife: 30, at: now.adding(seconds: 70)) != nil)
        #expect(
            head(grant, minimumLife: 0, at: Timestamp(milliseconds: now.adding(seconds: 100).milliseconds - 1)) != nil)
        #expect(head(grant, minimumLife: 0, at: now.adding(seconds: 100)) == nil)
        #expect(head(grant, minimumLife: -50, at: now.adding(seconds: 110)) == nil)
    }

    @Test func `a grant is found by handle, by account, and without one while it is the only one`() {
        keep(entry(grant(1, account: "work")))
        #expect(found("user:default/alice", "acme", "work")?.rawValue == 1)
        #expect(found("user:default/alice")?.rawValue == 1)
        #expect(found("user:default/alice", "acme", "home") == nil)
        #expect(found("user:default/alic") == nil)
        #expect(found("user:default/alice", "acm") == nil)
        #expect(found("user:default/alicea", "cme") == nil)
        cache.invalidate(grant(2, account: "home"))
        #expect(found("user:default/alice") == nil)
        #expect(found("user:default/alice", "acme", "work")?.rawValue == 1)
        keep(entry(grant(2, account: "home"), isOnly: false))
        #expect(found("user:default/alice") == nil)
        #expect(found("user:default/alice", "acme", "home")?.rawValue == 2)
    }

    @Test func `a grant without an account is found by subject and provider alone`() {
        keep(entry(grant(1)))
        #expect(found("user:default/alice")?.rawValue == 1)
    }

    @Test(arguments: [#"user:default/a\u0041"#, #"user:"x""#])
    func `a name that looks otherwise in a line than in memory is found by its handle only`(subject: String) {
        keep(entry(grant(1, subject)))
        #expect(found(subject) == nil)
        #expect(head(grant(1)) != nil)
    }

    @Test func `invalidate removes the token and what is being read at that moment is not kept`() {
        let grant = grant(1)
        keep(entry(grant))
        let ticket = cache.ticket(for: grant.key)
        cache.invalidate(grant)
        #expect(head(grant) == nil)
        cache.keep(entry(grant, "stale"), ticket)
        #expect(head(grant) == nil)
        keep(entry(grant, "fresh"))
        #expect(head(grant)?.contains("fresh") == true)
        #expect(cache.count == 1)
    }

    @Test func `drop takes only the very token`() {
        let grant = grant(1)
        keep(entry(grant, #"to"ken"#))
        for other in ["to", #"to"kem"#, #"to\"ken"#, "", "t\u{1}"] {
            cache.drop(Secret(copyingTextOf: other), of: grant)
            #expect(head(grant) != nil)
        }
        let ticket = cache.ticket(for: grant.key)
        cache.drop(Secret(copyingTextOf: #"to"ken"#), of: grant)
        #expect(head(grant) == nil)
        cache.keep(entry(grant, #"to"ken"#), ticket)
        #expect(head(grant) == nil)
    }

    @Test func `a use counts only where the token was served`() {
        let grant = grant(1)
        keep(entry(grant))
        #expect(lookUp(grant) { _ in false } == false)
        #expect(cache.lastUse(of: grant.id) == nil)
        #expect(lookUp(grant) == true)
        #expect(cache.lastUse(of: grant.id) == now)
    }

    @Test func `removeAll leaves nothing and voids what is being read`() {
        let ticket = cache.ticket(for: grant(1).key)
        for id in 1...50 { keep(entry(grant(Int64(id), "user:default/u\(id)"))) }
        cache.removeAll()
        #expect(cache.count == 0)
        cache.keep(entry(grant(1)), ticket)
        #expect(head(grant(1)) == nil)
    }

    @Test func `a token that would need more than a quote is not kept`() {
        for token in ["t\u{7F}", "t\n", "ü"] {
            keep(entry(grant(1), token))
            #expect(cache.count == 0)
        }
    }

    @Test func `a copy of the token is the token`() throws {
        keep(entry(grant(3), #"a\"b\"#))
        let copy = try #require(cache.token(of: Fixtures.grantID(3)))
        #expect(copy.issued.accessToken.exposed == #"a\"b\"#)
        #expect(copy.issued.scopes == Fixtures.scopes("read", "write"))
        #expect(copy.issued.generation == Generation(number: 4) && copy.mintedAt == now)
        #expect(cache.token(of: Fixtures.grantID(4)) == nil)
    }

    @Test(arguments: [
        (#"["read"]"#, true), (#"[ "write" , "read" ]"#, true), ("[]", true), (#"["read","read"]"#, true),
        (#"["rea"]"#, false), (#"["ead"]"#, false), (#"["read","admin"]"#, false), (#"["re\u0061d"]"#, false),
        (#"["read,write"]"#, false), ("[1]", false), (#"[["read"]]"#, false), (#"[{"read":1}]"#, false), ("", false),
        (#"["read""#, false), (#"["read"#, false), ("null", false), (#"["read"] "#, false),
    ])
    func `scopes of a line are checked in place`(asked: String, isCovered: Bool) {
        keep(entry(grant(1)))
        keep(entry(grant(2, "user:default/bob"), answersFewer: false))
        for (id, expected) in [(1, isCovered), (2, false)] as [(Int64, Bool)] {
            let answer = Array(asked.utf8).withUnsafeBytes { asked in lookUp(grant(id)) { $0.named(by: asked) != nil } }
            #expect(answer == expected)
        }
    }

    @Test func `beyond the capacity the longest unused goes first`() {
        let small = TokenCache(capacity: 4, cipher: FakeMemoryCipher())
        func isThere(_ id: Int64) -> Bool { small.token(of: Fixtures.grantID(id)) != nil }
        for id: Int64 in 1...4 { keep(entry(grant(id, "user:default/u\(id)")), in: small) }
        keep(entry(grant(5, "user:default/u5")), in: small)  // The hand clears all marks and takes one.
        let survivors = (1...4).map(Int64.init).filter(isThere)
        #expect(survivors.count == 3)
        let used = survivors[1]
        lookUp(grant(used), in: small)
        keep(entry(grant(6, "user:default/u6")), in: small)
        keep(entry(grant(7, "user:default/u7")), in: small)
        #expect(small.count == 4)
        #expect(isThere(used) && isThere(5) && isThere(6) && isThere(7))
    }

    @Test func `uses are handed over once, those of evicted tokens too, and expired tokens go`() {
        let small = TokenCache(capacity: 1, cipher: FakeMemoryCipher())
        keep(entry(grant(1, "user:default/a")), in: small)
        small.noteUse(of: Fixtures.grantID(1), at: now)
        keep(entry(grant(2, "user:default/b")), in: small)
        small.noteUse(of: Fixtures.grantID(2), at: now.adding(seconds: 1))
        small.noteUse(of: Fixtures.grantID(9), at: now.adding(seconds: 2))
        #expect(small.lastUse(of: Fixtures.grantID(1)) == now)
        #expect(
            small.takeUses(now: now) == [
                Fixtures.grantID(1): now, Fixtures.grantID(2): now.adding(seconds: 1),
                Fixtures.grantID(9): now.adding(seconds: 2),
            ])
        #expect(small.takeUses(now: now).isEmpty)
        #expect(small.count == 1)
        _ = small.takeUses(now: now.adding(seconds: 100))
        #expect(small.count == 0)
    }
}
