import Synchronization
import VaultCore
import VaultJSON

/// What the log tells of those that read it.
extension AuditLog {
    /// The number of the last record, whether it is written by now or not.
    var lastSequence: Int64 { state.withLock { $0.chain.sequence.number - 1 } }

    /// Records something and writes it, unless the log has ended; what cannot be written now is with the next flush, which says so.
    func tell(_ kind: AuditEvent.Kind, _ outcome: AuditEvent.Outcome, _ rest: (inout JSONWriter) -> Void) {
        state.withLock { state in
            guard !state.isEnded else { return }
            state.tell(time: makers.clock)
            state.record(AuditLine.members(kind: kind, outcome, at: state.time, rest), clock: makers.clock)
            try? state.drain()
        }
    }
}
