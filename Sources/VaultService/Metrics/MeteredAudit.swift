import Synchronization
package import VaultCore

/// Counts every event on its way into the trail, and how long the trail takes to write and since when it cannot. What is
/// served from memory passes as it is: the loops count it themselves.
package final class MeteredAudit: AuditTrail {
    package let events = EventCounts()
    package let writes = Histogram(.latency)
    private let trail: any AuditTrail
    private let clock: any WallClock
    /// Something was recorded that the next flush writes out; else it takes no time worth telling.
    private let hasRecorded = Atomic(false)
    /// Monotonic milliseconds; 0 while the trail can be written.
    private let failingSince = Atomic<Int64>(0)

    package init(_ trail: any AuditTrail, clock: any WallClock) {
        self.trail = trail
        self.clock = clock
    }

    /// How long the trail has not taken what was recorded; nil while it does.
    package var failingMilliseconds: Int64? {
        let since = failingSince.load(ordering: .relaxed)
        return since == 0 ? nil : max(0, clock.monotonicMilliseconds() - since)
    }

    package func record(_ event: AuditEvent) {
        events.note(event)
        trail.record(event)
        hasRecorded.store(true, ordering: .relaxed)
    }

    package func render(_ event: AuditEvent) -> [UInt8] { trail.render(event) }

    package func record(_ event: AuditEvent, rendered: [UInt8]) {
        events.note(event)
        trail.record(event, rendered: rendered)
        hasRecorded.store(true, ordering: .relaxed)
    }

    @inline(__always)
    package func recordServed(caller: UnsafeRawBufferPointer, request: Int, object: UnsafeRawBufferPointer) {
        trail.recordServed(caller: caller, request: request, object: object)
    }

    package func callerPart(_ caller: Caller, _ method: Method) -> [UInt8] { trail.callerPart(caller, method) }

    package func grantPart(_ grant: Grant, _ token: TokenMark) -> [UInt8] { trail.grantPart(grant, token) }

    package func mark(of secret: UnsafeRawBufferPointer) -> TokenMark { trail.mark(of: secret) }

    package func sessionPart(_ session: Session) -> [UInt8] { trail.sessionPart(session) }

    @discardableResult
    package func flush() throws(AuditFailure) -> Bool {
        // The hot path: what only lies in the spool is written by `writeOut`, and measured there.
        guard hasRecorded.load(ordering: .relaxed) else {
            return try watched { () throws(AuditFailure) in try trail.flush() }
        }
        hasRecorded.store(false, ordering: .relaxed)
        return try timed { () throws(AuditFailure) in try trail.flush() }
    }

    package func writeOut() throws(AuditFailure) {
        try timed { () throws(AuditFailure) in try trail.writeOut() }
    }

    private func timed<Value>(_ write: () throws(AuditFailure) -> Value) throws(AuditFailure) -> Value {
        let start = ContinuousClock.now
        let value = try watched(write)
        writes.observe(ContinuousClock.now - start)
        return value
    }

    @inline(__always)
    private func watched<Value>(_ write: () throws(AuditFailure) -> Value) throws(AuditFailure) -> Value {
        do throws(AuditFailure) {
            let value = try write()
            if failingSince.load(ordering: .relaxed) != 0 { failingSince.store(0, ordering: .relaxed) }
            return value
        } catch {
            // The first of them; never 0, which would be none.
            let now = max(1, clock.monotonicMilliseconds())
            _ = failingSince.compareExchange(expected: 0, desired: now, ordering: .relaxed)
            throw error
        }
    }
}
