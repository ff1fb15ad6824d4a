/// What one accept on a listener came to.
package enum AcceptOutcome: ~Copyable {
    case connection(FileDescriptor)
    /// Nobody waits.
    case blocked
    /// The caller was gone before it was accepted; try the next.
    case aborted
    /// No descriptor or memory left: accepting pauses, or the loop would spin on a listener that stays ready.
    case exhausted
    case failed(Int32)
}
