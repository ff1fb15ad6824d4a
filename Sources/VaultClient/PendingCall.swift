import VaultCore
import VaultJSON
import VaultSocket

/// A call that has no answer yet.
struct PendingCall {
    /// The id on the wire; never used again.
    let id: Int64
    let method: String
    /// Whether it may be sent again when nobody knows whether it was done.
    let isRepeatable: Bool
    /// The line, newline included; it may hold tokens.
    let frame: Secret
    /// Until then it waits for a daemon that cannot be reached.
    var patienceEnds: MonotonicInstant
    /// Runs once.
    let finish: (Result<JSONValue, VaultClientError>) -> Void
    /// The deadline.
    var timer: TimerID?
    var timesSent = 0
}
