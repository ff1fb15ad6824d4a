import VaultCore
import VaultSocket

/// One look at a process, and what must be the same when it ends: all that was read between the two is about one process
/// running one program.
struct Sighting: Sendable {
    let files: ProcessFiles
    let mark: FileMark?
    private let startTime: UInt64

    /// - Parameter files: those of the peer's number.
    init?(of peer: HeldPeer, in files: ProcessFiles? = nil) {
        let files = files ?? ProcessFiles(pid: peer.identity.pid)
        self.files = files
        guard let startTime = files.startTime else { return nil }
        self.startTime = startTime
        mark = files.executableMark
        // Until here the number may have been another process'; while it is held and lives it cannot be.
        guard !peer.hasEnded else { return nil }
    }

    func isStillTrue(of peer: HeldPeer) -> Bool {
        // The hold last: it vouches for what was read before it.
        files.startTime == startTime && files.executableMark == mark && !peer.hasEnded
    }
}
