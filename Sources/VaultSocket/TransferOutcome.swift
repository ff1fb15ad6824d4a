/// What one read or write on a descriptor came to.
package enum TransferOutcome: Equatable, Sendable {
    /// That many bytes went through; at least one.
    case moved(Int)
    /// Nothing now; ask again when the loop says ready.
    case blocked
    /// The other side has closed, in order or by reset.
    case closed
    /// The call failed with this errno.
    case failed(Int32)
}
