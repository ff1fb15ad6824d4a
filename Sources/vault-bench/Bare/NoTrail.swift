import VaultCore

/// Keeps no record of anything: for `BareVault` alone.
struct NoTrail: AuditTrail {
    func record(_ event: AuditEvent) {}
    func render(_ event: AuditEvent) -> [UInt8] { [] }
    func record(_ event: AuditEvent, rendered: [UInt8]) {}
    func recordServed(caller: UnsafeRawBufferPointer, request: Int, object: UnsafeRawBufferPointer) {}
    // Not empty: an empty one would be asked for again with each call.
    func callerPart(_ caller: Caller, _ method: Method) -> [UInt8] { [0] }
    func grantPart(_ grant: Grant, _ token: TokenMark) -> [UInt8] { [] }
    func mark(of secret: UnsafeRawBufferPointer) -> TokenMark { TokenMark(bits: 0) }
    func sessionPart(_ session: Session) -> [UInt8] { [] }
    func flush() throws(AuditFailure) -> Bool { false }
    func writeOut() throws(AuditFailure) {}
}
