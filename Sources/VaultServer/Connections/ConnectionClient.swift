import VaultCore

/// Who a connection is under the policy in force, in the forms that the hot path needs; made anew when the policy changes.
struct ConnectionClient {
    let caller: Caller
    let rules: CompiledClient
    /// The audit members that tell the caller, rendered once.
    let auditPart: [UInt8]
    /// Which policy this was made from.
    let epoch: Int

    init(peer: PeerIdentity, socket: SocketRole, policy: Policy, epoch: Int, audit: any AuditTrail) {
        let name = policy.client(for: peer)
        caller = Caller(peer: peer, socket: socket, client: name)
        rules = policy.compiled(name)
        auditPart = audit.callerPart(caller)
        self.epoch = epoch
    }
}
