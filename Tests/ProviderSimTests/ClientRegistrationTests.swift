import Foundation
import Testing

@testable import vault_provider_sim

@Suite struct ClientRegistrationTests {
    /// Made of the characters that break naive encoding.
    static let secret = "p%41a+s:s/w=r&d~ x"

    private func client(
        _ method: ClientAuthenticationMethod, encoding: BasicEncoding = .form
    ) -> ClientRegistration {
        ClientRegistration(id: "va:ult", secret: Array(Self.secret.utf8), method: method, basicEncoding: encoding)
    }

    private func form(_ text: String = "") throws -> FormFields { try #require(FormFields(Array(text.utf8))) }

    private func basic(_ id: String, _ secret: String) -> String {
        "Basic " + Data("\(id):\(secret)".utf8).base64EncodedString()
    }

    private var encoded: String { basic(FormFields.encode("va:ult"), FormFields.encode(Self.secret)) }
    private var posted: String { "client_id=va%3Ault&client_secret=\(FormFields.encode(Self.secret))" }

    @Test func `basic credentials are form decoded`() throws {
        #expect(client(.any).check(authorization: encoded, form: try form()) == .good)
        #expect(client(.clientSecretBasic).check(authorization: encoded, form: try form()) == .good)
        #expect(client(.any).check(authorization: basic("va:ult", Self.secret), form: try form()) == .wrong)
    }

    @Test func `raw basic credentials are taken where the server wants them so`() throws {
        var raw = client(.any, encoding: .raw)
        raw.id = "vault"
        #expect(raw.check(authorization: basic("vault", Self.secret), form: try form()) == .good)
        #expect(raw.check(authorization: basic("vault", FormFields.encode(Self.secret)), form: try form()) == .wrong)
    }

    @Test func `credentials in the body are good where allowed`() throws {
        #expect(client(.any).check(authorization: nil, form: try form(posted)) == .good)
        #expect(client(.clientSecretPost).check(authorization: nil, form: try form(posted)) == .good)
        #expect(client(.clientSecretBasic).check(authorization: nil, form: try form(posted)) == .wrong)
        #expect(client(.clientSecretPost).check(authorization: encoded, form: try form()) == .wrong)
    }

    @Test func `a public client only names itself`() throws {
        #expect(client(.none).check(authorization: nil, form: try form("client_id=va%3Ault")) == .good)
        #expect(client(.none).check(authorization: nil, form: try form("client_id=other")) == .wrong)
        #expect(client(.any).check(authorization: nil, form: try form("client_id=va%3Ault")) == .wrong)
        #expect(client(.none).check(authorization: nil, form: try form(posted)) == .wrong)
    }

    @Test func `two ways of authenticating at once are malformed`() throws {
        guard case .malformed = client(.any).check(authorization: encoded, form: try form(posted)) else {
            Issue.record("accepted")
            return
        }
    }

    @Test(arguments: ["", "Basic", "Basic !!!!", "Basic Zm9v", "Bearer Zm9vOmJhcg==", "Basic Zm9vOmJhcg=="])
    func `other headers are wrong`(header: String) throws {
        #expect(client(.any).check(authorization: header, form: try form()) == .wrong)
    }

    @Test func `a client id in the body must be the one of the header`() throws {
        #expect(client(.any).check(authorization: encoded, form: try form("client_id=va%3Ault")) == .good)
        #expect(client(.any).check(authorization: encoded, form: try form("client_id=other")) == .wrong)
    }
}
