import VaultCore
import VaultJSON
import VaultWire

extension VaultClient {
    /// The version of the protocol that this library speaks: `major.minor`.
    public static var protocolVersion: String { WireVersion.current }

    /// Returns when the daemon has answered (`system.ping`).
    public func ping() async throws(VaultClientError) {
        _ = try await perform(.ping)
    }

    /// Whether the vault is fit to serve (`system.health`).
    public func health() async throws(VaultClientError) -> DaemonHealth {
        try await perform(.health).health()
    }

    /// The running daemon (`system.info`).
    public func info() async throws(VaultClientError) -> DaemonInfo {
        try await perform(.info).info()
    }

    /// The metrics of the daemon in Prometheus' text format (`system.metrics`; admin socket only).
    public func metrics() async throws(VaultClientError) -> String {
        try await perform(.metrics).metrics()
    }

    /// The providers that this client may use (`provider.list`).
    public func providers() async throws(VaultClientError) -> [ProviderInfo] {
        try await perform(.listProviders).providers()
    }

    /// What an operator should correct about a provider (`provider.test`; admin socket only).
    public func testProvider(_ name: String) async throws(VaultClientError) -> ProviderReport {
        try await perform(.testProvider(name)).providerReport()
    }

    /// Copies the store into a new file while the vault serves (`backup.create`; admin socket only). Allow for its time with
    /// `Options.timeout`.
    ///
    /// - Parameter file: an absolute path as the daemon sees it.
    public func createBackup(_ file: String) async throws(VaultClientError) -> BackupSummary {
        try await perform(.createBackup(file)).backup()
    }

    /// The OpenRPC document of the daemon (`rpc.discover`), as JSON.
    public func discover() async throws(VaultClientError) -> [UInt8] {
        try await call(Method.rpcDiscover.rawValue)
    }

    /// Any method, for what this library does not know yet.
    ///
    /// - Parameters:
    ///   - method: its name on the wire.
    ///   - params: a JSON object.
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
