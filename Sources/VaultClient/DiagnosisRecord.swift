/// What one check came to, in the daemon's words: `state` is `ok`, `warning` or `failing`.
package struct FindingRecord: Hashable, Sendable {
    package let check: String
    package let state: String
    package let text: String
    package let remedy: String?

    package init(check: String, state: String, text: String, remedy: String? = nil) {
        self.check = check
        self.state = state
        self.text = text
        self.remedy = remedy
    }
}

/// What the daemon finds of itself (`system.diagnose`); times are seconds since 1970.
package struct DiagnosisRecord: Hashable, Sendable {
    package let findings: [FindingRecord]
    package let sqlite: String
    package let libsodium: String
    package let masterKey: Int64?
    package let masterKeySince: Int64?
    package let backupAt: Int64?
}

extension ResultReader {
    package func diagnosis() throws(VaultClientError) -> DiagnosisRecord {
        DiagnosisRecord(
            findings: try list("findings") { finding throws(VaultClientError) in
                FindingRecord(
                    check: try finding.text("check"), state: try finding.text("state"), text: try finding.text("text"),
                    remedy: finding.optionalText("remedy"))
            },
            sqlite: try text("sqlite"), libsodium: try text("libsodium"), masterKey: optionalInteger("master_key"),
            masterKeySince: optionalInteger("master_key_since"), backupAt: optionalInteger("backup_at"))
    }
}
