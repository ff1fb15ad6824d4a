/// What the kernel says about one entry of a directory.
package struct FileFacts: Hashable, Sendable {
    package enum Kind: Sendable {
        case regular
        case directory
        case symbolicLink
        case socket
        case other
    }

    package var kind: Kind
    /// The twelve permission bits.
    package var mode: UInt32
    package var owner: UInt32

    package init(kind: Kind, mode: UInt32, owner: UInt32) {
        self.kind = kind
        self.mode = mode
        self.owner = owner
    }

    var isWritableByGroupOrOthers: Bool { mode & 0o022 != 0 }
    /// In a sticky directory nobody can remove or rename what belongs to another (unlink(2), EPERM).
    var isSticky: Bool { mode & 0o1000 != 0 }
}
