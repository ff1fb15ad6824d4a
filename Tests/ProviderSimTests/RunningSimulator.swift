import Foundation
import VaultJSON

/// A running simulator with the calls that tests make.
final class RunningSimulator {
    let process: SimulatorProcess
    let authorization: String

    init() throws {
        process = try SimulatorProcess()
        authorization = "Basic " + Data("vault:\(process.secret)".utf8).base64EncodedString()
    }

    func connect() throws -> TCPClient { try TCPClient(process.port) }

    func control(_ method: String, _ target: String, _ body: String = "") throws -> JSONValue {
        let client = try connect()
        client.send(method, target, body)
        guard let answer = client.answer(), answer.status == 200 else {
            throw SimulatorProcess.Failed(what: "\(target) was refused")
        }
        return try JSONDocument(parsing: answer.body).root
    }

    func mint(_ more: String = "") throws -> Minted {
        try Minted(control("POST", "/sim/mint", "{\"subject\":\"user:default/alice\",\"scopes\":[\"a\"]\(more)}"))
    }

    func setFault(_ fault: String) throws {
        _ = try control("POST", "/sim/faults", "{\"faults\":[\(fault)]}")
    }

    func sendRefresh(_ client: TCPClient, _ token: String) {
        client.send(
            "POST", "/token", "grant_type=refresh_token&refresh_token=\(token)", authorization: authorization)
    }

    func refresh(_ token: String) throws -> (status: Int, head: String, body: [UInt8])? {
        let client = try connect()
        sendRefresh(client, token)
        return client.answer()
    }

    /// The log, once `count` entries have come as far as `until`.
    func log(count: Int, until: String) throws -> [JSONValue] {
        let json = try control("GET", "/sim/log?count=\(count)&until=\(until)&wait_ms=30000")
        return json["entries"]?.elements.map { Array($0) } ?? []
    }

    func generation() throws -> Int64? {
        try control("GET", "/sim/lineages")["lineages"]?.elements?.first { _ in true }?["generation"]?.integer
    }
}
