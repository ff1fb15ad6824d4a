/// The first word of a process that can serve, with what it could shut off for itself.
package struct FetchReady: Sendable, Equatable {
    package var version: UInt8
    /// A private CA is trusted beside the system's.
    package var hasPrivateAuthority: Bool
    /// The kernel keeps it from files it does not need (Landlock).
    package var isConfined: Bool

    package static let currentVersion: UInt8 = 2

    package init(version: UInt8 = FetchReady.currentVersion, hasPrivateAuthority: Bool, isConfined: Bool) {
        self.version = version
        self.hasPrivateAuthority = hasPrivateAuthority
        self.isConfined = isConfined
    }
}
