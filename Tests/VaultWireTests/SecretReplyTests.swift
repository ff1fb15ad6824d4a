import Testing
import VaultCore

@testable import VaultWire

/// The method table promises of each reply with a session's secret that it tells front ends not to keep it.
@Suite struct SecretReplyTests {
    private func givesSecret(_ field: Field) -> Bool {
        guard case .token = field.kind else { return false }
        return field.name == "session" || field.name == "set_cookie"
    }

    private func saysNoStore(_ field: Field) -> Bool {
        guard case .word(let words) = field.kind else { return false }
        return field.name == "cache_control" && field.isRequired && words == ["no-store"]
    }

    @Test func `req 38 every method that gives out a session's secret promises no-store`() {
        let giving = Method.allCases.filter { MethodTable.entry($0).result.contains(where: givesSecret) }
        #expect(giving == [.sessionCreate, .sessionRenew])
        for method in giving { #expect(MethodTable.entry(method).result.contains(where: saysNoStore), "\(method)") }
    }
}
