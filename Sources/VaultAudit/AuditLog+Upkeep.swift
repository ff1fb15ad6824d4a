import Glibc
import Synchronization
package import VaultCore
import VaultJSON

extension AuditLog: AuditUpkeep {
    /// A span of so many bytes is sealed whatever its age: a start after a crash reads it again.
    private static let spanBytes = 16 * 1024 * 1024

    package func keep(_ settings: AuditSettings) throws(AuditFailure) {
        try prune(settings)
        let now = makers.clock.now()
        let (bytes, isOld, isDue) = state.withLock { state in
            let age = makers.clock.monotonicMilliseconds() - state.span.begunAt
            let span = state.writtenBytes - state.span.start
            return (
                Int64(state.writtenBytes), now.seconds(since: state.fileBegunAt) >= settings.rotateSeconds,
                age >= settings.sealSeconds * 1_000 || span >= Self.spanBytes
            )
        }
        if bytes >= settings.rotateBytes || isOld && bytes > 0 {
            do throws(AuditOpenFailure) { try rotate() } catch { throw AuditFailure(errno: error.errno) }
        } else if isDue {
            try seal()
        }
    }

    /// Removes the closed files that are older than they are kept, and records that they were: a log that begins in the middle
    /// is else no different from one that was cut.
    private func prune(_ settings: AuditSettings) throws(AuditFailure) {
        guard let keep = settings.keepSeconds else { return }
        let limit = makers.clock.now().milliseconds / 1_000 - keep
        for path in AuditSegments(of: path).closed {
            var entry = stat()
            guard stat(path, &entry) == 0, Int64(entry.st_mtim.tv_sec) < limit else { return }
            guard unlink(path) == 0 else { throw AuditFailure(errno: errno) }
            let name = AuditFile.split(path).name
            state.withLock { state in
                state.tell(time: makers.clock)
                let members = AuditLine.members(kind: .auditPruned, at: state.time) { $0.member("segment", name) }
                state.record(members, clock: makers.clock)
            }
        }
    }
}
