/// What a try at a passphrase costs, ours and an attacker's alike: the parameters of Argon2id (RFC 9106).
package struct PassphraseCost: Hashable, Sendable {
    /// Passes over the memory.
    package let operations: Int64
    package let memoryBytes: Int64

    /// libsodium's MODERATE: about a second and 256 MiB.
    package static let usual = PassphraseCost(operations: 3, memoryMebibytes: 256)

    package static let operations: ClosedRange<Int64> = 1...64
    package static let memoryMebibytes: ClosedRange<Int64> = 1...4096

    package init(operations: Int64, memoryMebibytes: Int64) {
        self.operations = operations
        memoryBytes = memoryMebibytes << 20
    }

    /// As a store holds it, which others may have edited.
    ///
    /// - Returns: nil outside of the ranges: a store must not be able to make its daemon use up the machine.
    package init?(operations: Int64, memoryBytes: Int64) {
        let least = Self.memoryMebibytes.lowerBound << 20
        let most = Self.memoryMebibytes.upperBound << 20
        guard Self.operations.contains(operations), (least...most).contains(memoryBytes) else { return nil }
        self.operations = operations
        self.memoryBytes = memoryBytes
    }
}
