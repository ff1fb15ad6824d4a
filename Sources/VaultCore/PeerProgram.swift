/// What the kernel says about the program that a peer runs, as far as it was asked. What is known and nil could not be told for
/// sure – a file that was deleted or replaced, a process that may not be looked into – and fits no selector.
package struct PeerProgram: Hashable, Sendable {
    package var known: PeerFacts
    /// The absolute path of a file that is there now and is the one that runs.
    package var executable: String?
    package var digest: ContentDigest?
    /// The systemd unit, by its full name.
    package var unit: String?

    package static let unknown = PeerProgram(known: [])

    package init(
        known: PeerFacts, executable: String? = nil, digest: ContentDigest? = nil, unit: String? = nil
    ) {
        self.known = known
        self.executable = executable
        self.digest = digest
        self.unit = unit
    }
}
