import Synchronization
package import VaultCore

/// Keeps the `AuditTrail` port in memory, so that a test can ask what was recorded, what of it was written, and can let
/// writes fail.
package final class RecordingAudit: AuditTrail {
    package enum Entry: Equatable, Sendable {
        case event(AuditEvent)
        /// A cached `token.get`, with its pre-rendered parts as text.
        case served(caller: String, object: String)
    }

    private struct State {
        var waiting: [Entry] = []
        var written: [Entry] = []
        var flushes = 0
        var failure: AuditFailure?
    }

    private let state = Mutex(State())

    package init() {}

    /// What a flush has written, in order.
    package var written: [Entry] { state.withLock { $0.written } }
    /// What no flush has written yet.
    package var waiting: [Entry] { state.withLock { $0.waiting } }
    /// All events so far, written or not; without the served ones.
    package var events: [AuditEvent] {
        state.withLock { $0.written + $0.waiting }.compactMap {
            if case .event(let event) = $0 { event } else { nil }
        }
    }
    /// How often `flush` was called, with success or not.
    package var flushes: Int { state.withLock { $0.flushes } }

    /// Every flush throws until it is called with nil.
    package func failFlushes(errno: Int32?) {
        state.withLock { $0.failure = errno.map(AuditFailure.init(errno:)) }
    }

    package func record(_ event: AuditEvent) {
        state.withLock { $0.waiting.append(.event(event)) }
    }

    package func render(_ event: AuditEvent) -> [UInt8] { Array(#""kind":"\#(event.kind.rawValue)""#.utf8) }

    package func record(_ event: AuditEvent, rendered: [UInt8]) { record(event) }

    package func recordServed(caller: UnsafeRawBufferPointer, request: Int, object: UnsafeRawBufferPointer) {
        let entry = Entry.served(
            caller: String(decoding: caller, as: UTF8.self), object: String(decoding: object, as: UTF8.self))
        state.withLock { $0.waiting.append(entry) }
    }

    package func callerPart(_ caller: Caller, _ method: Method) -> [UInt8] {
        Array("caller \(caller.client?.text ?? "-") uid \(caller.peer.uid) method \(method.rawValue)".utf8)
    }

    package func mark(of secret: UnsafeRawBufferPointer) -> TokenMark {
        TokenMark(bits: secret.reduce(0) { $0 &* 257 &+ UInt128($1) })
    }

    package func grantPart(_ grant: Grant, _ token: TokenMark) -> [UInt8] {
        Array("grant \(grant.id.handle) generation \(grant.generation.number)".utf8)
    }

    package func sessionPart(_ session: Session) -> [UInt8] { Array("session \(session.id.text)".utf8) }

    package func writeOut() throws(AuditFailure) { _ = try flush() }

    @discardableResult
    package func flush() throws(AuditFailure) -> Bool {
        let failure = state.withLock { state in
            state.flushes += 1
            if state.failure == nil {
                state.written += state.waiting
                state.waiting.removeAll()
            }
            return state.failure
        }
        if let failure { throw failure }
        return false
    }
}
