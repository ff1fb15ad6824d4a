/// What the kernel's word about a peer must say for it to be a client; what is nil does not matter.
package struct PeerSelector: Hashable, Sendable {
    package let uid: UInt32?
    package let gid: UInt32?

    package init(uid: UInt32?, gid: UInt32?) {
        self.uid = uid
        self.gid = gid
    }

    /// An empty selector matches nobody: a forgotten rule must not open the vault.
    package func matches(_ peer: PeerIdentity) -> Bool {
        if uid == nil && gid == nil { return false }
        return (uid == nil || uid == peer.uid) && (gid == nil || gid == peer.gid)
    }
}
