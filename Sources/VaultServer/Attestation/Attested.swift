import VaultCore
import VaultSocket

/// What was found out about a peer's process. It says nothing that is true of one process only, so that all who run the same
/// file can share it.
final class Attested: Hashable, Sendable {
    let program: SharedProgram
    /// Of the file that it ran then, by which another one is noticed.
    let mark: FileMark?

    init(program: PeerProgram, mark: FileMark?) {
        self.program = SharedProgram(program)
        self.mark = mark
    }

    static func == (left: Attested, right: Attested) -> Bool {
        left.program == right.program && left.mark == right.mark
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(program)
        hasher.combine(mark)
    }
}
