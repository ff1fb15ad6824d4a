import TestHarness
import VaultClient
import VaultJSON

/// An operator who rotates master keys one after the other, whatever the last run of the daemon left half done.
struct Rotator: Sendable {
    let client: VaultClient

    /// - Parameter socket: the admin socket. No call is sent again to another daemon.
    init(_ socket: String) throws {
        client = try VaultClient(socketPath: socket, options: .init(timeout: .seconds(60), patience: .zero))
    }

    /// Returns when the connection is lost.
    func rotateUntilDeath() async throws {
        do {
            while true { try await rotate() }
        } catch let error as VaultClientError {
            switch error {
            case .connectionLost, .unreachable: return
            case .refused, .timedOut, .cancelled, .closed, .protocolViolation, .invalidCall: throw error
            }
        }
    }

    /// One whole rotation; one that a dead daemon had begun is ended first.
    func rotate() async throws {
        var status = try await finishRewrap()
        try await destroyOld(status)
        if !status.states.values.contains("prepared") { _ = try await ask("key.prepare") }
        _ = try await ask("key.activate")
        status = try await finishRewrap()
        try await destroyOld(status)
    }

    /// Asks until nothing is left under a retiring key.
    func finishRewrap() async throws -> KeyState {
        var status = try KeyState(try await ask("key.rewrap"))
        while status.left > 0 || status.isRunning { status = try KeyState(try await ask("key.status")) }
        return status
    }

    /// How many record keys open, and how many do not.
    func verify() async throws -> (good: Int64, bad: Int64) {
        let proof = try await ask("key.verify")
        return (proof["good"]?.integer ?? -1, proof["bad"]?.integer ?? -1)
    }

    func ask(_ method: String, _ params: String = "{}") async throws -> JSONValue {
        try JSONDocument(parsing: try await client.call(method, params: Array(params.utf8))).root
    }

    private func destroyOld(_ status: KeyState) async throws {
        for (version, state) in status.states where state == "retiring" {
            let destroyed = try await ask("key.destroy", "{\"version\":\(version)}")
            guard destroyed["erased"]?.bool == true else { throw LoadWriter.Refused(what: "traces of key \(version)") }
        }
    }
}

/// What `key.status` says, as far as a rotation goes by it.
struct KeyState: Sendable {
    let states: [Int64: String]
    let isRunning: Bool
    let left: Int64

    init(_ report: JSONValue) throws {
        var states: [Int64: String] = [:]
        for key in report["keys"]?.elements.map(Array.init) ?? [] {
            if let version = key["version"]?.integer { states[version] = key["state"]?.string }
        }
        self.states = states
        isRunning = report["rewrap"]?["running"]?.bool ?? true
        left = report["rewrap"]?["left"]?.integer ?? -1
    }
}
