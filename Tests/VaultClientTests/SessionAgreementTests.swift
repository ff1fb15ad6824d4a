import Testing
import VaultCore
import VaultWire

@testable import VaultClient

/// Sessions: what the client writes the daemon reads, and the other way round.
@Suite struct SessionAgreementTests {
    private static func session() throws -> Session {
        Session(
            id: try #require(SessionID(rawValue: 11)), subject: try Subject("user:default/alice"),
            kind: try SessionClassName("cli"), createdAt: Timestamp(seconds: 1), expiresAt: Timestamp(seconds: 100),
            idleSeconds: 60, lastSeenAt: Timestamp(seconds: 5))
    }

    private static func details() throws -> SessionDetails {
        SessionDetails(
            authentication: try Authentication(acr: "2", amr: ["pwd", "otp"], seconds: 1),
            roles: [try Role("operator")],
            userAgent: "Firefox",
            address: "192.0.2.7")
    }

    @Test func `one is opened with all that belongs to it`() async throws {
        let (session, details) = (try Self.session(), try Self.details())
        let grant = try #require(GrantID(rawValue: 7))
        let vault = try WireAgreementTests.vault { request in
            guard case .sessionCreate(let new) = request, new.subject == session.subject, new.kind == session.kind,
                new.details == details, new.grants == [grant],
                new.content.claims?.equals(Secret(copyingTextOf: #"{"a":1}"#)) == true,
                new.content.payload?.equals(Secret(copyingTextOf: "p\"1")) == true
            else { return .failure(.sealed) }
            return .success(
                .sessionOpened(
                    OpenedSession(
                        session: session, details: details, handle: Secret(copyingTextOf: "vse_canary"),
                        cookie: Secret(copyingTextOf: "__Host-id=vse_canary"), evicted: [session.id])))
        }
        var new = NewUserSession(subject: "user:default/alice")
        (new.kind, new.userAgent, new.address) = ("cli", "Firefox", "192.0.2.7")
        (new.signIn.acr, new.signIn.amr, new.signIn.time) = ("2", ["pwd", "otp"], 1)
        (new.claims, new.payload, new.grants) = (#"{"a":1}"#, SecretText("p\"1"), [grant.handle])
        new.roles = ["operator"]
        let issued = try await vault.client().createSession(new)
        #expect(issued.secret.unprotectedString() == "vse_canary")
        #expect(issued.setCookie?.unprotectedString() == "__Host-id=vse_canary")
        #expect(issued.evicted == [session.id.text])
        #expect(!"\(issued)".contains("canary"))
        #expect(
            issued.session.signIn == new.signIn && issued.session.roles == ["operator"] && issued.session.endsAt == 65)
    }

    @Test func `one is looked up, renewed, listed and ended`() async throws {
        let (session, details) = (try Self.session(), try Self.details())
        let secret = Secret(copyingTextOf: "vse_x")
        let vault = try WireAgreementTests.vault { request in
            switch request {
            case .sessionLookup(let handle) where handle.equals(secret):
                let content = SessionContent(
                    claims: Secret(copyingTextOf: #"{"a":1}"#), payload: Secret(copyingTextOf: "p"))
                return .success(
                    .sessionFound(
                        FoundSession(
                            session: session, details: details, content: content, grants: [], isRenewalDue: true)))
            case .sessionRenew(let renewal)
            where renewal.handle.equals(secret) && renewal.authentication?.amr == ["hwk"]
                && renewal.roles?.map(\.text) == ["admin"]
                && renewal.claims == nil:
                return .success(
                    .sessionOpened(
                        OpenedSession(
                            session: session, details: details, handle: Secret(copyingTextOf: "vse_y"), cookie: nil)))
            case .sessionList(let filter)
            where filter.subject == session.subject && filter.kind == session.kind && filter.limit == 5
                && filter.after == session.id && filter.id == session.id:
                let entry = SessionPage.Entry(session: session, details: details)
                return .success(.sessions(SessionPage(sessions: [entry], next: session.id)))
            case .sessionRevoke(.id(session.id)):
                return .success(.sessionEnded(EndedSession(id: session.id, clearing: "gone")))
            case .sessionRevokeAll(let sweep) where sweep.except?.equals(secret) == true:
                return .success(.sessionsEnded(2))
            default: return .failure(.sealed)
            }
        }
        let client = try vault.client()
        let found = try await client.session(SecretText("vse_x"))
        #expect(found.claims == #"{"a":1}"# && found.payload?.unprotectedString() == "p" && found.isRenewalDue)
        var change = SessionChange()
        change.signIn = SignIn()
        change.signIn?.amr = ["hwk"]
        change.roles = ["admin"]
        let renewed = try await client.renewSession(SecretText("vse_x"), change)
        #expect(renewed.secret.unprotectedString() == "vse_y" && renewed.setCookie == nil)
        var query = SessionQuery()
        (query.id, query.subject, query.kind) = (session.id.text, "user:default/alice", "cli")
        (query.limit, query.cursor) = (5, session.id.text)
        let page = try await client.listSessions(query)
        #expect(page == UserSessionPage(sessions: [found.session], nextCursor: session.id.text))
        #expect(
            try await client.endSession(.id(session.id.text))
                == EndedUserSession(id: session.id.text, setCookie: "gone"))
        for owner in [SessionSelectionScope.Owner.subject("u"), .provider("p"), .everyone] {
            #expect(try await client.endSessions(SessionSelectionScope(of: owner, except: SecretText("vse_x"))) == 2)
        }
    }
}
