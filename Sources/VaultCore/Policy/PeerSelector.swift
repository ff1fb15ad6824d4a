/// What the kernel's word about a peer must say for it to be a client; what is nil does not matter.
package struct PeerSelector: Hashable, Sendable {
    package let uid: UInt32?
    package let gid: UInt32?
    package let executable: String?
    package let digest: ContentDigest?
    package let unit: String?

    package init(
        uid: UInt32?, gid: UInt32?, executable: String? = nil, digest: ContentDigest? = nil, unit: String? = nil
    ) {
        self.uid = uid
        self.gid = gid
        self.executable = executable
        self.digest = digest
        self.unit = unit
    }

    /// What must be known about a peer's process to tell whether it fits.
    package var needs: PeerFacts {
        var facts: PeerFacts = []
        if executable != nil { facts.insert(.executable) }
        if digest != nil { facts.insert(.digest) }
        if unit != nil { facts.insert(.unit) }
        return facts
    }

    /// An empty selector matches nobody: a forgotten rule must not open the vault.
    package func matches(_ peer: PeerIdentity) -> Bool {
        missing(about: peer)?.isEmpty == true
    }

    /// What would have to be found out about the peer to tell; nil if it cannot fit, whatever that is.
    package func missing(about peer: PeerIdentity) -> PeerFacts? {
        let needs = self.needs
        if uid == nil && gid == nil && needs.isEmpty { return nil }
        guard uid == nil || uid == peer.uid, gid == nil || gid == peer.gid else { return nil }
        let program = peer.program
        func fits<Fact: Equatable>(_ wanted: Fact?, _ found: Fact?, _ fact: PeerFacts) -> Bool {
            wanted == nil || !program.known.contains(fact) || wanted == found
        }
        guard fits(executable, program.executable, .executable), fits(digest, program.digest, .digest),
            fits(unit, program.unit, .unit)
        else { return nil }
        return needs.subtracting(program.known)
    }
}
