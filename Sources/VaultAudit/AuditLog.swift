import Synchronization
package import VaultCore

/// The audit trail as a file of JSON lines (Docs/audit.md): whoever's `flush` returned knows that all it recorded
/// before is in the kernel, in order, each record one whole line: in the log, or in the spool beside it, where what was served from
/// memory lies for a few milliseconds so that many of its lines become one write (decision 0009).
///
/// Records are numbered and chained, and every span of them is sealed with a signature (decision 0012).
///
/// When writing fails, what was recorded waits in memory, up to a limit, and every flush throws until it is written. Records
/// beyond the limit are lost, but so is nothing that they tell of: flushes throw for another second after the last loss, and
/// the log then says how many it lost.
package final class AuditLog: AuditTrail {
    /// What may wait; more is written before its flush, and is lost only where writing fails.
    package static let waitingBytes = 1024 * 1024

    let path: String
    let makers: AuditMakers
    let state: Mutex<AuditState>

    /// - Throws: when the file cannot be opened, or others could write to it or replace it, or another process writes it.
    package convenience init(path: String, _ makers: AuditMakers) throws(AuditOpenFailure) {
        var opened = try AuditFile.withSpool(path: path, capacity: Self.waitingBytes)
        var resume = AuditResume(AuditSegments(of: path).files, makers)
        if case .unnumbered = resume.ending {
            opened = try AuditFileWithSpool(file: AuditSegments(of: path).putUnnumberedAside(), spool: opened.spool)
            resume = AuditResume([path], makers)
        }
        self.init(opened, path: path, AuditStart(resume: resume, makers: makers))
    }

    init(_ opened: consuming AuditFileWithSpool, path: String, _ start: AuditStart) {
        self.path = path
        makers = start.makers
        var state = AuditState(opened, start)
        start.write(to: &state)
        // What cannot be written now is with the next flush, which says so.
        try? state.drain()
        self.state = Mutex(state)
    }

    package func record(_ event: AuditEvent) { record(event, rendered: render(event)) }

    package func render(_ event: AuditEvent) -> [UInt8] {
        var time = TimeText()
        _ = time.set(makers.clock.now())
        return AuditLine.members(of: event, at: time)
    }

    package func record(_ event: AuditEvent, rendered: [UInt8]) {
        state.withLock { $0.record(rendered, clock: makers.clock) }
    }

    package func recordServed(caller: UnsafeRawBufferPointer, request: Int, object: UnsafeRawBufferPointer) {
        state.withLock { $0.recordServed(caller: caller, request: request, object: object, clock: makers.clock) }
    }

    package func callerPart(_ caller: Caller, _ method: Method) -> [UInt8] {
        ServedPart.make(AuditLine.part(of: caller, method), makers.hasher)
    }

    package func grantPart(_ grant: Grant, _ token: TokenMark) -> [UInt8] {
        ServedPart.make(AuditLine.part(of: grant, token), makers.hasher)
    }

    package func sessionPart(_ session: Session) -> [UInt8] {
        ServedPart.make(AuditLine.part(of: session), makers.hasher)
    }

    package func mark(of secret: UnsafeRawBufferPointer) -> TokenMark { makers.key.mark(of: secret) }

    @discardableResult
    package func flush() throws(AuditFailure) -> Bool {
        try state.withLock { state throws(AuditFailure) in try state.flush(clock: makers.clock) }
    }

    package func writeOut() throws(AuditFailure) {
        try state.withLock { state throws(AuditFailure) in try state.writeOut(clock: makers.clock) }
    }
}
