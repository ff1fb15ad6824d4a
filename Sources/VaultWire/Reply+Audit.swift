package import VaultCore
package import VaultJSON

extension AuditStanding {
    func write(to writer: inout JSONWriter) {
        writer.member("log", Hexadecimal.text(of: log.bits))
        writer.member("public_key", Hexadecimal.text(of: publicKey))
        writer.member("public_key_pem", publicKeyPEM)
        writer.member("sequence", sequence)
        writer.member("sealed", sealed)
        writer.member("files", files)
        writer.member("bytes", bytes)
        writer.member("waiting_bytes", waitingBytes)
        writer.member("failing", isFailing)
    }
}

extension AuditReport {
    package func write(to writer: inout JSONWriter) {
        writer.member("whole", flaw == nil)
        if let records {
            writer.member("from", records.lowerBound)
            writer.member("to", records.upperBound)
        }
        writer.member("sealed", sealed)
        if let unsealed {
            writer.member("unsealed", unsealed.upperBound - unsealed.lowerBound + 1)
            writer.member("unsealed_verified", unsealedVerified)
        }
        if tornBytes > 0 { writer.member("torn_bytes", tornBytes) }
        if !unnumberedFiles.isEmpty { writer.member("unnumbered_files", unnumberedFiles) }
        guard let flaw else { return }
        writer.member(
            "flaw",
            object: { writer in
                writer.member("kind", flaw.word)
                writer.member("sequence", flaw.sequence)
                writer.member("last", flaw.last)
                writer.member("file", flaw.file)
                if flaw.line > 0 { writer.member("line", flaw.line) }
                writer.member("text", flaw.description)
            })
    }
}

extension AuditFinding {
    func write(to writer: inout JSONWriter) {
        writer.member(
            "records",
            array: { writer in
                for record in records { writer.raw(bytes: record.span) }
            })
        if let reached { writer.member("reached", reached) }
        writer.member("more", isCut)
    }
}
