/// How a store's passphrase becomes its seal key. All of it goes into the derivation, so that a store in which any of it was
/// edited does not open.
package struct PassphraseSeal: Hashable, Sendable {
    package static let saltBytes = 16

    package let salt: [UInt8]
    package let cost: PassphraseCost

    /// - Returns: nil unless the salt has its length.
    package init?(salt: [UInt8], cost: PassphraseCost) {
        guard salt.count == Self.saltBytes else { return nil }
        self.salt = salt
        self.cost = cost
    }
}
