import VaultJSON

/// How far the audit log has come, for operators.
package struct AuditStandingRecord: Hashable, Sendable {
    package let log: String
    package let publicKey: String
    package let publicKeyPEM: String
    package let sequence: Int64
    package let sealed: Int64
    package let files: Int64
    package let bytes: Int64
    package let waitingBytes: Int64
    package let isFailing: Bool
}

/// What a verification of the audit log found.
package struct AuditReportRecord: Hashable, Sendable {
    package let isWhole: Bool
    package let from: Int64?
    package let to: Int64?
    package let sealed: Int64
    package let unsealed: Int64?
    package let unsealedVerified: Bool
    package let tornBytes: Int64
    package let unnumberedFiles: [String]
    /// The first record that is not as it was written, as a sentence.
    package let flaw: String?
}

/// Records of the audit log.
package struct AuditFindingRecord: Sendable {
    package let records: [ResultReader]
    package let reached: Int64?
    package let isCut: Bool
}

extension ResultReader {
    package func auditStanding() throws(VaultClientError) -> AuditStandingRecord {
        AuditStandingRecord(
            log: try text("log"), publicKey: try text("public_key"), publicKeyPEM: try text("public_key_pem"),
            sequence: try integer("sequence"),
            sealed: try integer("sealed"), files: try integer("files"), bytes: try integer("bytes"),
            waitingBytes: try integer("waiting_bytes"), isFailing: try bool("failing"))
    }

    package func auditReport() throws(VaultClientError) -> AuditReportRecord {
        AuditReportRecord(
            isWhole: try bool("whole"), from: optionalInteger("from"), to: optionalInteger("to"),
            sealed: try integer("sealed"), unsealed: optionalInteger("unsealed"),
            unsealedVerified: value["unsealed_verified"]?.bool ?? false, tornBytes: optionalInteger("torn_bytes") ?? 0,
            unnumberedFiles: optionalTexts("unnumbered_files") ?? [], flaw: object("flaw")?.optionalText("text"))
    }

    package func auditFinding() throws(VaultClientError) -> AuditFindingRecord {
        AuditFindingRecord(
            records: try list("records") { record throws(VaultClientError) in record },
            reached: optionalInteger("reached"), isCut: try bool("more"))
    }
}
