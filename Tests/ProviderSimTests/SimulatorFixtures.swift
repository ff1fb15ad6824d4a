import Foundation
import TestHarness
import VaultJSON

@testable import vault_provider_sim

/// A simulator without sockets, driven request by request with a clock in hand.
final class BareSimulator {
    var simulator: Simulator
    var now: Int64 = 1_700_000_000_000_000

    init(_ change: (inout Simulator.Setup) -> Void = { _ in }) {
        var setup = Simulator.Setup(baseURL: "http://127.0.0.1:1")
        setup.client.secret = Array("secret".utf8)
        change(&setup)
        simulator = Simulator(setup)
    }

    /// What a connection does with one request, without the waiting.
    func send(_ request: HTTPRequest) -> HTTPResponse {
        guard let endpoint = Endpoint(path: request.path) else { return simulator.control(request, at: now) }
        let call = Call(endpoint, request)
        let admission = simulator.admit(call, at: now)
        let response = simulator.process(call, admission, at: now + 1)
        simulator.answered(admission, status: response.status, at: now + 2)
        return response
    }

    func post(_ path: String, _ body: String, authorization: String? = BareSimulator.good) -> HTTPResponse {
        send(.of("POST", path, body, authorization: authorization))
    }

    func get(_ path: String, authorization: String? = nil) -> HTTPResponse {
        send(.of("GET", path, "", authorization: authorization))
    }

    func mint(_ more: String = "") throws -> Minted {
        let body = "{\"subject\":\"user:default/alice\",\"scopes\":[\"a\",\"b\"]\(more)}"
        return try Minted(post("/sim/mint", body).json())
    }

    func refresh(_ token: String, _ more: String = "", authorization: String? = BareSimulator.good) -> HTTPResponse {
        post("/token", "grant_type=refresh_token&refresh_token=\(token)\(more)", authorization: authorization)
    }

    static let good = "Basic " + Data("vault:secret".utf8).base64EncodedString()
}

extension HTTPRequest {
    static func of(
        _ method: String, _ target: String, _ body: String, authorization: String?, proof: String? = nil
    ) -> HTTPRequest {
        var text = "\(method) \(target) HTTP/1.1\r\nContent-Length: \(body.utf8.count)\r\n"
        if !target.hasPrefix("/sim/") { text += "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n" }
        if let authorization { text += "Authorization: \(authorization)\r\n" }
        if let proof { text += "DPoP: \(proof)\r\n" }
        var parser = HTTPRequestParser()
        parser.feed(Array((text + "\r\n" + body).utf8))
        guard case .request(let request) = parser.next() else { preconditionFailure("a fixture is no request") }
        return request
    }
}

extension HTTPResponse {
    func json() throws -> JSONValue { try JSONDocument(parsing: body).root }

    /// The member `error`, if the body has one.
    var error: String? { (try? json())?["error"]?.string }
    var text: String { String(decoding: body, as: UTF8.self) }
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
