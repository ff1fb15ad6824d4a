import Testing

/// Docs/audit.md says what every kind of record is.
@Suite struct AuditDocumentTests {
    @Test func `every kind of record and every member is explained`() throws {
        let page = try SourceTree.text("Docs/audit.md")
        let source = try SourceTree.text("Sources/VaultCore/AuditEvent.swift")
        let cases = source.matches(of: /case ([a-zA-Z]+)(?: = "([a-z_]+)")?\n/).map { String($0.2 ?? $0.1) }
        let kinds = cases.prefix { $0 != "allow" }
        #expect(kinds.count > 50)
        for kind in kinds { #expect(page.contains("`\(kind)`"), "Docs/audit.md does not explain \(kind)") }
        let lines = try SourceTree.text("Sources/VaultAudit/AuditLine.swift")
        let members = Set(lines.matches(of: /writer\.(?:member|name)\("([a-z_]+)"/).map { String($0.1) })
        #expect(members.count > 20)
        for member in members.subtracting(["lost"]) {
            #expect(page.contains("`\(member)`"), "Docs/audit.md does not explain \(member)")
        }
    }
}
