import Foundation
package import VaultJSON

/// A running simulator with the calls that tests make.
package final class RunningSimulator: Sendable {
    package let process: SimulatorProcess
    package let authorization: String

    package convenience init(_ arguments: String...) throws { try self.init(arguments) }

    package init(_ arguments: [String]) throws {
        process = try SimulatorProcess(arguments: arguments)
        authorization = "Basic " + Data("vault:\(process.secret)".utf8).base64EncodedString()
    }

    package func connect() throws -> TCPClient { try TCPClient(process.port) }

    package func control(_ method: String, _ target: String, _ body: String = "") throws -> JSONValue {
        let client = try connect()
        client.send(method, target, body)
        guard let answer = client.answer(), answer.status == 200 else {
            throw SimulatorProcess.Failed(what: "\(target) was refused")
        }
        return try JSONDocument(parsing: answer.body).root
    }

    package func mint(_ more: String = "") throws -> Minted {
        try Minted(control("POST", "/sim/mint", "{\"subject\":\"user:default/alice\",\"scopes\":[\"a\"]\(more)}"))
    }

    package func setFault(_ fault: String) throws {
        _ = try control("POST", "/sim/faults", "{\"faults\":[\(fault)]}")
    }

    package func sendRefresh(_ client: TCPClient, _ token: String) {
        client.send(
            "POST", "/token", "grant_type=refresh_token&refresh_token=\(token)", authorization: authorization)
    }

    package func refresh(_ token: String) throws -> (status: Int, head: String, body: [UInt8])? {
        let client = try connect()
        sendRefresh(client, token)
        return client.answer()
    }

    /// The log, once `count` entries have come as far as `until`.
    package func log(count: Int, until: String) throws -> [JSONValue] {
        let json = try control("GET", "/sim/log?count=\(count)&until=\(until)&wait_ms=30000")
        return json["entries"]?.elements.map { Array($0) } ?? []
    }

    package func generation() throws -> Int64? {
        try control("GET", "/sim/lineages")["lineages"]?.elements?.first { _ in true }?["generation"]?.integer
    }
}
