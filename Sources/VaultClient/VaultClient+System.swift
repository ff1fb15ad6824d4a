import VaultCore
import VaultJSON
import VaultWire

extension VaultClient {
    /// Returns when the daemon has answered (`system.ping`).
    public func ping() async throws(VaultClientError) {
        _ = try await result(of: .systemPing)
    }

    /// Whether the vault is fit to serve (`system.health`).
    public func health() async throws(VaultClientError) -> DaemonHealth {
        let result = try await result(of: .systemHealth)
        return DaemonHealth(
            status: try result.text("status"), problems: try result.texts("problems"),
            pendingRevocations: try result.integer("pending_revocations"))
    }

    /// The running daemon (`system.info`).
    public func info() async throws(VaultClientError) -> DaemonInfo {
        let result = try await result(of: .systemInfo)
        return DaemonInfo(
            version: try result.text("version"), protocolVersion: try result.text("protocol"),
            pid: try result.integer("pid"), startedAt: try result.integer("started_at"),
            uptimeSeconds: try result.integer("uptime_seconds"), connections: try result.integer("connections"),
            inFlight: try result.integer("in_flight"), providers: try result.integer("providers"))
    }

    /// The providers that this client may use (`provider.list`).
    public func providers() async throws(VaultClientError) -> [ProviderInfo] {
        try await result(of: .providerList).list("providers") { provider throws(VaultClientError) in
            ProviderInfo(
                name: try provider.text("name"), issuer: provider.optionalText("issuer"),
                rotation: try provider.text("rotation"), narrowing: try provider.text("narrowing"))
        }
    }

    /// What an operator should correct about a provider (`provider.test`; admin socket only).
    public func testProvider(_ name: String) async throws(VaultClientError) -> ProviderReport {
        let result = try await result(of: .providerTest) { $0.member("provider", name) }
        return ProviderReport(
            provider: try result.text("provider"), isReachable: try result.bool("reachable"),
            tokenEndpoint: result.optionalText("token_endpoint"),
            revocationEndpoint: result.optionalText("revocation_endpoint"), problems: try result.texts("problems"))
    }

    /// The OpenRPC document of the daemon (`rpc.discover`), as JSON.
    public func discover() async throws(VaultClientError) -> [UInt8] {
        try await call("rpc.discover")
    }

    /// Any method, for what this library does not know yet.
    ///
    /// - Parameter params: a JSON object.
    /// - Returns: the result as JSON. It may hold secrets, and wiping it is the caller's.
    /// - Throws: `.invalidCall` when `params` is no JSON object.
    public func call(_ method: String, params: [UInt8] = Array("{}".utf8)) async throws(VaultClientError) -> [UInt8] {
        let object: JSONValue
        do throws(JSONError) {
            object = try JSONDocument(parsing: params, wipeOnRelease: true).root
        } catch {
            throw .invalidCall("its parameters are no JSON, \(error)")
        }
        guard let members = object.members else { throw .invalidCall("its parameters must be a JSON object") }
        let isRepeatable = Method(rawValue: method).map { MethodTable.entry($0).isRepeatable } ?? false
        let result = try await result(of: method, isRepeatable: isRepeatable) { writer in
            for member in members {
                writer.name(member.name.string ?? "")
                member.value.withRawBytes { writer.raw(bytes: $0) }
            }
        }
        return result.withRawBytes { bytes in bytes.withUnsafeBufferPointer { Array($0) } }
    }
}
