/// Where every decision and change of state is written before anyone learns its result.
///
/// The order of a tick is the promise: `record…` only fills a buffer; `flush` puts all of it where it outlives the process; only
/// after `flush` returned may the tick's replies leave.
package protocol AuditTrail: Sendable {
    func record(_ event: AuditEvent)

    /// The record of an event, as members of a JSON object, for who keeps it with a change until it is in the log.
    func render(_ event: AuditEvent) -> [UInt8]

    /// The same as `record(_:)`, of an event that was rendered before.
    func record(_ event: AuditEvent, rendered: [UInt8])

    /// A `token.get` or `session.lookup` from memory on the hot path: the parts are pre-rendered by `callerPart`, and by
    /// `grantPart` or `sessionPart`; nothing is allocated.
    ///
    /// - Parameter request: which call on its connection.
    func recordServed(caller: UnsafeRawBufferPointer, request: Int, object: UnsafeRawBufferPointer)

    /// What tells caller and method in a served record, rendered once per connection, in a form that only the trail understands.
    func callerPart(_ caller: Caller, _ method: Method) -> [UInt8]

    /// What tells the grant, its generation and the token in a served record, rendered once per cached token.
    func grantPart(_ grant: Grant, _ token: TokenMark) -> [UInt8]

    /// How a token or a handle appears in the log.
    func mark(of secret: UnsafeRawBufferPointer) -> TokenMark

    /// What tells the session in a served record, rendered once per cached session.
    func sessionPart(_ session: Session) -> [UInt8]

    /// Puts everything recorded so far where it outlives the process: into the log, but for what `recordServed` told, which may lie
    /// beside it until `writeOut`.
    ///
    /// - Returns: whether something does, so that `writeOut` is to be called within some milliseconds.
    /// - Throws: when it could not be written; what was recorded is kept for the next try, and nothing that depends on it
    ///   may leave.
    @discardableResult
    func flush() throws(AuditFailure) -> Bool

    /// Appends everything to the log.
    ///
    /// - Throws: as `flush`.
    func writeOut() throws(AuditFailure)
}

extension AuditTrail {
    package func mark(of secret: Secret) -> TokenMark { secret.withBytes { mark(of: $0) } }
}

/// The audit log could not be written; `errno` of the write.
package struct AuditFailure: Error, Equatable, Sendable {
    package let errno: Int32

    package init(errno: Int32) { self.errno = errno }
}
