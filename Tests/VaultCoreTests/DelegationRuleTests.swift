import Testing
import VaultCore

/// What a delegation may be made for and when it is good, decided without any store.
@Suite struct `A delegation` {
    private let start = Timestamp(seconds: 1_700_000_000)

    private func scopes(_ names: String...) throws -> ScopeSet { try ScopeSet(names) }

    private func delegation(uses: Int64 = 0, maximum: Int64? = 2) throws -> Delegation {
        Delegation(
            id: try #require(DelegationID(rawValue: 5)), grant: try #require(GrantID(rawValue: 3)),
            key: GrantKey(
                subject: try Subject("user:default/alice"), provider: try ProviderName("acme"), account: .unknown),
            creator: try ClientName("backend"), client: try ClientName("plugin"), scopes: try scopes("read"),
            createdAt: start, expiresAt: start.adding(seconds: 60), maximumUses: maximum, uses: uses)
    }

    @Test func `is refused to every client but its own, when it has expired, and when it is used up`() throws {
        let plugin = try ClientName("plugin")
        #expect(try delegation().refusal(of: plugin, at: start) == nil)
        #expect(try delegation().refusal(of: try ClientName("backend"), at: start) == .foreignClient)
        #expect(try delegation().refusal(of: nil, at: start) == .foreignClient)
        #expect(try delegation().refusal(of: plugin, at: start.adding(seconds: 59)) == nil)
        #expect(try delegation().refusal(of: plugin, at: start.adding(seconds: 60)) == .expired)
        #expect(try delegation(uses: 1).refusal(of: plugin, at: start) == nil)
        #expect(try delegation(uses: 2).refusal(of: plugin, at: start) == .exhausted)
        #expect(try delegation(uses: 99, maximum: nil).refusal(of: plugin, at: start) == nil)
    }

    @Test func `is made for what was asked within what its creator may have, or for all of that by name`() throws {
        let granted = try scopes("admin", "read", "write")
        let terms = RuleTerms(scopes: try scopes("read", "write", "other"))
        func chosen(_ asked: ScopeSet?, _ terms: RuleTerms = .none) throws -> ScopeSet? {
            try DelegatedScopes(asked: asked, granted: granted, terms: terms).chosen
        }
        #expect(try chosen(nil) == granted)
        #expect(try chosen(nil, terms) == scopes("read", "write"))
        #expect(try chosen(try scopes("read"), terms) == scopes("read"))
        let asked = try scopes("admin", "other", "read")
        #expect(throws: VaultError.scopeExceeded(scopes: ["admin", "other"])) { try chosen(asked, terms) }
        #expect(try DelegatedScopes(asked: nil, granted: .empty, terms: .none).chosen == nil)
    }

    @Test func `ends within thirty days and not before it begins`() throws {
        func end(_ expiry: NewDelegation.Expiry) throws -> Timestamp {
            try NewDelegation(
                selector: .id(try #require(GrantID(rawValue: 3))), client: try ClientName("plugin"), expiry: expiry
            ).end(from: start)
        }
        let month: Int64 = 30 * 86_400
        #expect(try end(.after(seconds: 1)) == start.adding(seconds: 1))
        #expect(try end(.after(seconds: month)) == start.adding(seconds: month))
        #expect(throws: InvalidValue.self) { try end(.after(seconds: month + 1)) }
        #expect(throws: InvalidValue.self) { try end(.at(start)) }
        #expect(throws: InvalidValue.self) { try end(.at(start.adding(seconds: month + 1))) }
    }

    @Test func `stands under the narrowest of all terms`() throws {
        let read = try scopes("read")
        let both = try scopes("read", "write")
        let none = RuleTerms.none.narrowed(by: .none)
        #expect(none == .none)
        let narrowed = RuleTerms(scopes: both, maximumLifeSeconds: 90).narrowed(
            by: RuleTerms(scopes: read, maximumLifeSeconds: 60))
        #expect(narrowed == RuleTerms(scopes: read, maximumLifeSeconds: 60))
        // A full token passes where every ceiling lets it, and no rule without a ceiling stands in its way.
        let full = RuleTerms(scopes: read, givesFullToken: true)
        #expect(full.narrowed(by: .none).givesFullToken)
        #expect(RuleTerms.none.narrowed(by: full).givesFullToken)
        #expect(!full.narrowed(by: RuleTerms(scopes: read)).givesFullToken)
        #expect(full.narrowed(by: full).givesFullToken)
        #expect(!RuleTerms(givesFullToken: true).narrowed(by: .none).givesFullToken)
    }
}

/// The secret that redeems a delegation, as text.
@Suite struct `A handle of a delegation` {
    @Test func `is read back, differs each time, and bears 256 random bits after its id`() throws {
        let id = try #require(DelegationID(rawValue: 77))
        let made = (0..<50).map { _ in DelegationHandle(new: id) }
        let texts = made.map { handle in handle.secret.withBytes { String(decoding: $0, as: UTF8.self) } }
        #expect(Set(texts).count == 50)
        #expect(texts.allSatisfy { $0.hasPrefix("vdl_") && $0.utf8.count == DelegationHandle.length })
        for text in texts {
            let read = try #require(DelegationHandle(Secret(copyingTextOf: text)))
            #expect(read.id == id)
        }
        // Each of the 52 digits varies, but for the first of each 13, which holds the top four of 64 bits.
        for position in 17..<69 { #expect(Set(texts.map { Array($0.utf8)[position] }).count > 3) }
    }

    @Test func `is none when any character is another one, missing or added`() throws {
        let handle = DelegationHandle(new: try #require(DelegationID(rawValue: 77)))
        let text = handle.secret.withBytes { Array($0) }
        for position in text.indices {
            var changed = text
            changed[position] = changed[position] == UInt8(ascii: "3") ? UInt8(ascii: "4") : UInt8(ascii: "3")
            #expect(DelegationHandle(Secret(copying: changed)) == nil)
        }
        #expect(DelegationHandle(Secret(copying: Array(text.dropLast()))) == nil)
        #expect(DelegationHandle(Secret(copying: text + [UInt8(ascii: "0")])) == nil)
        #expect(DelegationHandle(Secret(copying: [])) == nil)
    }

    @Test func `is not the text of its id, which is no secret`() throws {
        let id = try #require(DelegationID(rawValue: 77))
        #expect(id.text.hasPrefix("vdi_"))
        #expect(DelegationID(text: id.text) == id)
        #expect(DelegationHandle(Secret(copyingTextOf: id.text)) == nil)
        #expect(GrantID(handle: id.text) == nil)
    }
}
