/// How far the audit log has come.
package struct AuditStanding: Equatable, Sendable {
    package let log: AuditNumber
    /// Ed25519, 32 bytes.
    package let publicKey: [UInt8]
    package let publicKeyPEM: String
    /// The number of the last record; 0 where there is none.
    package let sequence: Int64
    /// The last record that a seal covers, or is.
    package let sealed: Int64
    /// Closed ones and the one that is written.
    package let files: Int
    /// Of all of them.
    package let bytes: Int64
    /// Records that wait to be written, in bytes.
    package let waitingBytes: Int
    /// Whether the last try to write failed.
    package let isFailing: Bool

    package init(
        log: AuditNumber, publicKey: [UInt8], publicKeyPEM: String, sequence: Int64, sealed: Int64, files: Int,
        bytes: Int64,
        waitingBytes: Int, isFailing: Bool
    ) {
        self.log = log
        self.publicKey = publicKey
        self.publicKeyPEM = publicKeyPEM
        self.sequence = sequence
        self.sealed = sealed
        self.files = files
        self.bytes = bytes
        self.waitingBytes = waitingBytes
        self.isFailing = isFailing
    }
}
