/// Why `vaultfetch` cannot serve at all.
package enum FetchStartFailure: UInt8, Sendable, Equatable, CaseIterable {
    /// The arguments do not have the expected form.
    case badArguments = 1
    /// The private CA cannot be read or holds no PEM certificate.
    case badAuthority = 2
    /// The kernel refuses a private mount namespace, so a private CA cannot be used.
    case noNamespace = 3
    /// The system has no certificate bundle where TLS looks for one.
    case noSystemBundle = 4
    /// The bundle cannot be put in place inside the namespace.
    case cannotMount = 5
    /// A limit or protection of the process cannot be set.
    case cannotConfine = 6
}
