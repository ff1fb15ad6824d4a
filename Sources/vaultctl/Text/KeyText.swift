import VaultClient
import VaultCommandLine

/// Master keys as people read them.
enum KeyText {
    static func table(_ keys: [MasterKeyRecord], now: Int64, hasHeading: Bool) -> String {
        let rows = keys.map { key in
            ["\(key.version)", key.state, TimeText.span(max(0, now - key.createdAt)), "\(key.records)", "\(key.wraps)"]
        }
        let text = TextTable(["KEY", "STATE", "AGE", "RECORDS", "WRAPS"], rows: rows, numeric: [0, 3, 4]).text()
        return hasHeading ? text : String(text.drop { $0 != "\n" }.dropFirst())
    }

    static func rewrap(_ report: MasterKeyReport) -> String {
        var details = Details()
        details.add("rewrapping", report.isRewrapping ? "yes" : "no")
        details.add("rewrapped since start", "\(report.rewrapped)")
        details.add("left", "\(report.left)")
        details.add("next rotation", report.rotatesAt.map(TimeText.utc) ?? "by hand")
        for key in report.keys {
            details.add("key \(key.version) is kept until", key.destroyedFrom.map(TimeText.utc))
        }
        if report.damaged > 0 { details.add("damaged", "\(report.damaged); see 'vaultctl key verify'") }
        return details.text()
    }

    /// What becomes of a key that a rotation leaves behind.
    static func keeping(_ key: MasterKeyRecord) -> String {
        guard let from = key.destroyedFrom else {
            return "master key \(key.version) is kept; 'vaultctl key destroy \(key.version)' ends it"
        }
        return "master key \(key.version) is kept until \(TimeText.utc(from)) and then destroyed by itself"
    }

    static func proof(_ proof: MasterKeyProof) -> String {
        var text = "\(proof.good) of \(proof.good + proof.bad) record keys open\n"
        for record in proof.badRecords { text += "- \(TextTable.harmless(record)) does not open\n" }
        let rest = proof.bad - Int64(proof.badRecords.count)
        if rest > 0 { text += "- and \(rest) more\n" }
        return text
    }
}
