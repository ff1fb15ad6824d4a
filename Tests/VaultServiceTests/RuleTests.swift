import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite struct TokenNeedTests {
    private let now = Timestamp(seconds: 10_000)

    private func token(mintedAgo age: Int64 = 0, life: Int64) -> LiveToken {
        let issued = IssuedToken(
            grant: Fixtures.grantID(1), generation: .first, accessToken: Secret(copyingTextOf: "at"), scopes: .empty,
            expiresAt: now.adding(seconds: life))
        return LiveToken(issued: issued, mintedAt: now.adding(seconds: -age))
    }

    @Test(arguments: [(29, false), (30, true), (31, true), (0, false), (-5, false)] as [(Int64, Bool)])
    func `what the caller asked for is kept to the second`(left: Int64, isMet: Bool) {
        #expect(TokenNeed(asked: 30, usual: 5).isMet(by: token(life: left), at: now) == isMet)
    }

    @Test func `a dead token never does, not even for a caller who asks for nothing`() {
        #expect(!TokenNeed(asked: 0, usual: 30).isMet(by: token(life: 0), at: now))
        #expect(!TokenNeed(asked: -10, usual: 30).isMet(by: token(life: -1), at: now))
        #expect(!TokenNeed(asked: 0, usual: 30).isMetInTrouble(by: token(life: 0), at: now))
    }

    @Test func `the usual minimum is never more than half of the whole life`() {
        let need = TokenNeed(asked: nil, usual: 30)
        #expect(need.isMet(by: token(mintedAgo: 10, life: 10), at: now))
        #expect(!need.isMet(by: token(mintedAgo: 11, life: 9), at: now))
        #expect(!need.isMet(by: token(mintedAgo: 3_571, life: 29), at: now))
        #expect(need.isMet(by: token(mintedAgo: 3_570, life: 30), at: now))
    }

    @Test func `in trouble any living token does unless the caller said how long or wants a fresh one`() {
        #expect(TokenNeed(asked: nil, usual: 30).isMetInTrouble(by: token(life: 1), at: now))
        #expect(!TokenNeed(asked: 30, usual: 30).isMetInTrouble(by: token(life: 29), at: now))
        #expect(TokenNeed(asked: 30, usual: 30).isMetInTrouble(by: token(life: 30), at: now))
        #expect(!TokenNeed(asked: nil, usual: 30, fresh: true).isMetInTrouble(by: token(life: 3_000), at: now))
    }
}

@Suite struct RevocationRulesTests {
    private let start = Timestamp(seconds: 1_000_000)

    private func next(
        _ failures: Int, after seconds: Int64 = 0, hint: Int64? = nil, jitter: UInt64 = 0
    ) -> RevocationRules.NextTry {
        RevocationRules.nextTry(
            after: failures, queuedAt: start, hintSeconds: hint, now: start.adding(seconds: seconds),
            jitter: jitter)
    }

    @Test func `waits grow from seconds to an hour`() {
        for (failures, bound) in [(1, 5), (2, 10), (50, 3_600)] as [(Int, Int64)] {
            let jitter = UInt64(bound - 1) * 1_000
            #expect(next(failures, jitter: jitter) == .at(start.adding(seconds: bound)))
            #expect(next(failures, jitter: jitter + 1) == .at(start.adding(seconds: 1)))
        }
    }

    @Test func `a Retry-After is kept where it is longer, up to a day`() {
        #expect(next(1, hint: 60) == .at(start.adding(seconds: 60)))
        #expect(next(1, hint: .max) == .at(start.adding(seconds: 86_400)))
        #expect(next(1, hint: -5) == .at(start.adding(seconds: 1)))
    }

    @Test func `four hundred tries or seven days are the end`() {
        #expect(next(399) != .never)
        #expect(next(400) == .never)
        #expect(next(3, after: 7 * 86_400 - 1) != .never)
        #expect(next(3, after: 7 * 86_400) == .never)
    }
}

@Suite struct FailureMappingTests {
    @Test func `every failure of the store becomes one error`() {
        #expect(Self.type(VaultError(StoreFailure.conflict)) == "conflict")
        #expect(Self.type(VaultError(StoreFailure.failed(reason: "x"))) == "internal")
        #expect(Self.type(VaultError(StoreFailure.damaged(reason: "x"))) == "internal")
        #expect(Self.type(VaultError(StoreFailure.closed)) == "overloaded")
    }

    @Test func `every failure of the sealer becomes one error`() {
        #expect(Self.type(VaultError(SealFailure.isSealed)) == "sealed")
        #expect(Self.type(VaultError(SealFailure.unknownMasterKey(MasterKeyVersion(number: 3)))) == "internal")
        #expect(Self.type(VaultError(SealFailure.doesNotOpen)) == "internal")
        #expect(Self.type(VaultError(SealFailure.cryptoFailed)) == "internal")
    }

    private static func type(_ error: VaultError) -> String {
        switch error {
        case .conflict: "conflict"
        case .internal: "internal"
        case .overloaded: "overloaded"
        case .sealed: "sealed"
        default: "another"
        }
    }
}
