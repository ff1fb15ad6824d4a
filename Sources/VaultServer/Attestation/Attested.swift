import VaultCore
import VaultSocket

/// What was found out about a peer's process.
struct Attested: Sendable {
    let program: PeerProgram
    /// Of the file that it ran then, by which another one is noticed.
    let mark: FileMark?
}
