import Testing
import VaultCore

/// The allow-list of DESIGN §11: what an event cannot hold cannot be logged.
@Suite struct `An audit event` {
    private static let allowed: [Any.Type] = [
        AuditEvent.Kind.self, AuditEvent.Outcome.self, Caller?.self, Method?.self, Subject?.self, ProviderName?.self,
        GrantID?.self, Generation?.self, ScopeSet?.self, MasterKeyVersion?.self, String?.self, ProviderErrorCode?.self,
        StoreMark?.self, Int?.self, DelegationID?.self, SessionID?.self, TokenMark?.self, IdentityRuleName?.self,
        Timestamp?.self,
    ]

    @Test func `has fields of the allowed types only`() {
        for child in Mirror(reflecting: AuditEvent(.started, .done)).children {
            let type = type(of: child.value)
            #expect(Self.allowed.contains { $0 == type }, "\(child.label ?? "?") is a \(type)")
        }
    }

    @Test func `has one free text, the reason`() {
        let texts = Mirror(reflecting: AuditEvent(.started, .done)).children.filter {
            type(of: $0.value) == String?.self
        }
        #expect(texts.map { $0.label } == ["reason"])
    }
}
