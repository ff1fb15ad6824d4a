import Synchronization
package import VaultCore

/// The audit trail as a file of JSON lines (Docs/architecture.md): whoever's `flush` returned knows that all it recorded
/// before is in the kernel, in order, each record one whole line: in the log, or in the spool beside it, where what was served from
/// memory lies for a few milliseconds so that many of its lines become one write (decision 0009).
///
/// When writing fails, what was recorded waits in memory, up to a limit, and every flush throws until it is written. Records
/// beyond the limit are lost, but so is nothing that they tell of: flushes throw for another second after the last loss, and
/// the log then says how many it lost.
package final class AuditLog: AuditTrail {
    /// What may wait; more is written before its flush, and is lost only where writing fails.
    package static let waitingBytes = 1024 * 1024

    private let path: String
    private let clock: any WallClock
    private let state: Mutex<AuditState>

    /// - Throws: when the file cannot be opened, or others could write to it or replace it.
    package convenience init(path: String, clock: any WallClock) throws(AuditOpenFailure) {
        self.init(try AuditFile.withSpool(path: path, capacity: Self.waitingBytes), path: path, clock: clock)
    }

    init(_ opened: consuming AuditFileWithSpool, path: String, clock: any WallClock) {
        self.path = path
        self.clock = clock
        state = Mutex(AuditState(opened))
    }

    package func record(_ event: AuditEvent) { record(event, rendered: render(event)) }

    package func render(_ event: AuditEvent) -> [UInt8] {
        var time = TimeText()
        _ = time.set(clock.now())
        return AuditLine.members(of: event, at: time)
    }

    package func record(_ event: AuditEvent, rendered: [UInt8]) {
        state.withLock { $0.record(rendered, clock: clock) }
    }

    package func recordServed(caller: UnsafeRawBufferPointer, object: UnsafeRawBufferPointer) {
        state.withLock { $0.recordServed(caller: caller, object: object, clock: clock) }
    }

    package func callerPart(_ caller: Caller, _ method: Method) -> [UInt8] { AuditLine.part(of: caller, method) }

    package func grantPart(_ grant: Grant) -> [UInt8] { AuditLine.part(of: grant) }

    package func sessionPart(_ session: Session) -> [UInt8] { AuditLine.part(of: session) }

    @discardableResult
    package func flush() throws(AuditFailure) -> Bool {
        try state.withLock { state throws(AuditFailure) in try state.flush(clock: clock) }
    }

    package func writeOut() throws(AuditFailure) {
        try state.withLock { state throws(AuditFailure) in try state.writeOut(clock: clock) }
    }

    /// Since it was opened.
    package var lostRecords: Int { state.withLock { $0.lostInAll } }

    /// Opens the path anew, after a rotation has moved the old file away; on an error the old one stays in use.
    package func reopen() throws(AuditOpenFailure) {
        var file: AuditFile? = try AuditFile(path: path)
        state.withLock { state in
            guard let file = file.take() else { return }
            state.replace(file)
        }
    }
}
