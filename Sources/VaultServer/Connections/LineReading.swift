import VaultCore
import VaultWire

/// What holds for all lines of one read; asked for once, not once per line.
struct LineReading {
    /// The connection keeps it, and has no other before the read is over; counting it up and down would cost more than looking.
    let client: Unmanaged<ConnectionClient>
    let terms: FastAnswers.Terms
    /// Whether cached tokens are handed out now.
    let takesWork: Bool
}
