import VaultCore
import VaultWire

/// What holds for all lines of one read; asked for once, not once per line.
struct LineReading {
    let client: ConnectionClient
    let terms: FastAnswers.Terms
    /// Whether cached tokens are handed out now.
    let takesWork: Bool
}
