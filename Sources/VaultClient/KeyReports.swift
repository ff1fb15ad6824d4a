/// One master key as the vault tells it; never the key. Times are seconds since 1970.
package struct MasterKeyRecord: Hashable, Sendable {
    package let version: Int64
    /// `prepared`, `active`, `retiring` or `destroyed`.
    package let state: String
    package let records: Int64
    /// Record keys that were ever stored wrapped under it.
    package let wraps: Int64
    package let createdAt: Int64
    package let activatedAt: Int64?
    package let retiredAt: Int64?
    package let destroyedAt: Int64?
    /// From when on the daemon destroys it by itself, once nothing needs it.
    package let destroyedFrom: Int64?
}

/// The master keys and how far a rotation is.
package struct MasterKeyReport: Hashable, Sendable {
    package let keys: [MasterKeyRecord]
    package let isRewrapping: Bool
    package let rewrapped: Int64
    package let left: Int64
    package let damaged: Int64
    /// When the daemon replaces the active key by itself.
    package let rotatesAt: Int64?
}

/// Whether every record key opens.
package struct MasterKeyProof: Hashable, Sendable {
    package let good: Int64
    package let bad: Int64
    /// Handles of the first bad ones.
    package let badRecords: [String]
}
