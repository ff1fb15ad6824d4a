package import VaultCore
package import VaultWire

/// What the connections need from the spine: one call in, its answer out.
package protocol RequestAnswering: Sendable {
    /// - Parameter policy: the one in force when the call was read.
    func answer(_ call: IncomingCall, from caller: Caller, under policy: Policy) async -> Result<Reply, WireError>
}
