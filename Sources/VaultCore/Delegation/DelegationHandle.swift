/// The secret that redeems a delegation: `vdl_` and what `OpaqueHandle` says.
package struct DelegationHandle: Sendable {
    package static let prefix = "vdl_"
    package static let length = OpaqueHandle.length

    package let id: DelegationID
    /// All of the text; what the keyed hash is made of.
    package let secret: Secret

    /// A new one; its random bits come from the kernel.
    package init(new id: DelegationID) {
        self.id = id
        secret = OpaqueHandle(new: id.rawValue, prefix: Self.prefix).secret
    }

    /// - Returns: nil for anything that is not a well-formed handle with a right checksum.
    package init?(_ secret: Secret) {
        guard let handle = OpaqueHandle(secret, prefix: Self.prefix), let id = DelegationID(rawValue: handle.id) else {
            return nil
        }
        self.id = id
        self.secret = secret
    }
}
