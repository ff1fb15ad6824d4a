import Testing
import VaultCore
import VaultWire

@testable import VaultClient

/// Identities: what the client writes the daemon reads, and the other way round.
@Suite struct IdentityAgreementTests {
    private static let claims = #"{"sub":"s","n":7,"f":1.5,"b":true,"g":["a","b"],"m":["a",1],"o":{},"z":null}"#

    @Test func `claims arrive as they are, and who it is comes back`() async throws {
        let (provider, subject) = (try ProviderName("acme"), try Subject("user:default/alice"))
        let resolved = ResolvedIdentity(
            provider: provider, account: try Account("s"), subject: subject, roles: [try Role("operator")],
            rule: IdentityRuleName(number: 3), linking: .first)
        let vault = try WireAgreementTests.vault { request in
            switch request {
            case .identityResolve(let request)
            where request.provider == provider && Self.text(request.claims) == Self.expected:
                return .success(.identity(resolved))
            case .identityForget(IdentityOblivion(subject: subject, provider: provider)):
                return .success(.identitiesForgotten(2))
            case .sessionSignIn(let signIn)
            where Self.text(signIn.identity.claims) == Self.expected && signIn.session(of: resolved).subject == subject
                && signIn.session(of: resolved).details
                    == SessionDetails(
                        authentication: .unknown, roles: resolved.roles, userAgent: "Firefox"):
                return .failure(.conflict(reason: "as expected"))
            default: return .failure(.sealed)
            }
        }
        let client = try vault.client()
        let found = try await client.resolveIdentity(provider: "acme", claims: Self.claims)
        #expect(found == UserIdentity(subject: subject.text, roles: ["operator"], rule: "identity.rules[3]"))
        var new = NewUserSession(account: ProviderAccount(provider: "acme", claims: Self.claims))
        new.userAgent = "Firefox"
        do {
            _ = try await client.createSession(new)
            Issue.record("it was answered")
        } catch VaultClientError.refused(let error) {
            #expect(error.kind == .conflict)
        }
        let forgotten = try await client.perform(.forgetIdentities(subject: subject.text, provider: "acme"))
        #expect(try forgotten.forgottenIdentities() == 2)
    }

    @Test func `the same text read without a daemon says the same`() throws {
        #expect(Self.text(try IdentityClaims(text: Array(Self.claims.utf8))) == Self.expected)
        for text in ["", "7", "[]", "{", #"{"a":1,"a":2}"#, "{}{}", String(repeating: " ", count: 20_000) + "{}"] {
            #expect(throws: InvalidValue.self, "\(text.prefix(9))") {
                _ = try IdentityClaims(text: Array(text.utf8))
            }
        }
    }

    private static let expected = "text s, integer 7, other, bool true, list [\"a\", \"b\"], other, other, other, nil"

    private static func text(_ claims: IdentityClaims) -> String {
        ["sub", "n", "f", "b", "g", "m", "o", "z", "none"].map { name in
            switch claims[name] {
            case .text(let text): "text \(text)"
            case .integer(let number): "integer \(number)"
            case .bool(let bool): "bool \(bool)"
            case .list(let list): "list \(list)"
            case .other: "other"
            case nil: "nil"
            }
        }.joined(separator: ", ")
    }
}
