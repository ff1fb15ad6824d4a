import Testing
import VaultCore
import VaultTestSupport

struct GrantDeathTests {
    private let put = Timestamp(seconds: 1_000_000)
    private let lives = RefreshTokenLives(absoluteSeconds: 1_000, idleSeconds: 100)

    private func grant(minted: Int64? = nil, expires: Int64? = nil, putAgain: Int64? = nil) -> Grant {
        Grant(
            id: Fixtures.grantID(1), subject: Fixtures.subject(), provider: Fixtures.providerName(), account: .unknown,
            scopes: .empty, createdAt: put, updatedAt: put, mintedAt: minted.map(after),
            refreshTokenExpiresAt: expires.map(after), putAt: putAgain.map(after))
    }

    private func after(_ seconds: Int64) -> Timestamp { put.adding(seconds: seconds) }

    private func death(_ seconds: Int64, _ reason: GrantDeath.Reason) -> GrantDeath {
        GrantDeath(at: after(seconds), reason: reason)
    }

    @Test func `the earliest of what is known is the death, and nothing known is none`() {
        #expect(GrantDeath(of: grant(), .unknown) == nil)
        #expect(GrantDeath(of: grant(expires: 70), .unknown) == death(70, .refreshTokenExpires))
        #expect(GrantDeath(of: grant(expires: 70), lives) == death(70, .refreshTokenExpires))
        #expect(GrantDeath(of: grant(expires: 700), lives) == death(100, .idleLife))
        #expect(GrantDeath(of: grant(minted: 50, expires: 700), lives) == death(150, .idleLife))
        #expect(GrantDeath(of: grant(minted: 950), lives) == death(1_000, .absoluteLife))
        #expect(GrantDeath(of: grant(), RefreshTokenLives(absoluteSeconds: 1_000)) == death(1_000, .absoluteLife))
    }

    @Test func `lives count from when the lineage that stands was put`() {
        #expect(GrantDeath(of: grant(putAgain: 400), lives) == death(500, .idleLife))
        #expect(
            GrantDeath(of: grant(putAgain: 400), RefreshTokenLives(absoluteSeconds: 1_000))
                == death(1_400, .absoluteLife))
    }

    @Test func `a refresh after the absolute life shows that there is none`() {
        #expect(GrantDeath(of: grant(minted: 999), lives) == death(1_000, .absoluteLife))
        #expect(GrantDeath(of: grant(minted: 1_000), lives) == death(1_100, .idleLife))
    }

    @Test func `what is condemned stays dead since when it was`() {
        var dead = grant(expires: 70)
        dead.status = .reauthRequired(.lostRotation)
        dead.death = death(20, .condemned)
        #expect(GrantDeath(of: dead, lives) == death(20, .condemned))
        var challenged = grant(expires: 70)
        challenged.status = .stepUpRequired(claims: "{}")
        #expect(GrantDeath(of: challenged, lives) == death(70, .refreshTokenExpires))
    }

    @Test func `a death is news within the lead time, or within the last quarter of a short life`() {
        func due(_ grant: Grant, _ lives: RefreshTokenLives, lead: Int64, at seconds: Int64) -> Bool {
            var grant = grant
            grant.death = GrantDeath(of: grant, lives)
            return ExpiryNotice.isDue(grant, leadSeconds: lead, at: after(seconds))
        }
        let absolute = RefreshTokenLives(absoluteSeconds: 1_000)
        #expect(!due(grant(minted: 940), absolute, lead: 50, at: 949))
        #expect(due(grant(minted: 940), absolute, lead: 50, at: 950))
        #expect(!due(grant(), absolute, lead: 900, at: 749))
        #expect(due(grant(), absolute, lead: 900, at: 750))
        #expect(!due(grant(minted: 500), lives, lead: 90, at: 574))
        #expect(due(grant(minted: 500), lives, lead: 90, at: 575))
        #expect(!due(grant(minted: 500), lives, lead: 90, at: 600), "it is dead by then")
        #expect(!due(grant(), .unknown, lead: 90, at: 10))
        var dead = grant(expires: 100)
        dead.status = .reauthRequired(.lostRotation)
        dead.death = death(100, .refreshTokenExpires)
        #expect(!ExpiryNotice.isDue(dead, leadSeconds: 90, at: after(99)))
    }

    @Test func `a place is taken back as it was given out, and nothing else is`() throws {
        for place in [
            GrantPlace(id: Fixtures.grantID(7)),
            GrantPlace(id: Fixtures.grantID(7), diesAt: Timestamp(milliseconds: 12)),
        ] {
            #expect(GrantPlace(place.text) == place)
        }
        let handle = Fixtures.grantID(7).handle
        for text in ["", "7", handle + ".", handle + ".x", handle + ".-1", handle + ".1.2", String(handle.dropLast())] {
            #expect(GrantPlace(text) == nil, "\(text)")
        }
    }
}
