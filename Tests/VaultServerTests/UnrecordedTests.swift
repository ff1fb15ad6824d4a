import Testing
import VaultCore

@testable import VaultServer

/// What is done while its record cannot be written.
struct UnrecordedTests {
    private func rules(_ unrecorded: Set<VaultCore.Method.Consequence>) -> ServerRules {
        ServerRules(policy: Policy(clients: [], providers: ProviderRegistry()), unrecorded: unrecorded)
    }

    @Test(arguments: VaultCore.Method.allCases)
    func `what gives never is, and how the daemon is always`(method: VaultCore.Method) {
        for unrecorded in [[], [.ending], [.reading], [.ending, .reading], Set(VaultCore.Method.Consequence.allCases)] {
            let isAnswered = rules(unrecorded).answersUnrecorded(method)
            switch method.consequence {
            case .giving: #expect(!isAnswered)
            case .status: #expect(isAnswered)
            case .ending, .reading: #expect(isAnswered == unrecorded.contains(method.consequence))
            }
        }
    }

    @Test func `whatever hands out a secret gives`() {
        let secrets: [VaultCore.Method] = [
            .tokenGet, .tokenReject, .delegationCreate, .sessionCreate, .sessionLookup, .sessionRenew, .grantPut,
        ]
        for method in secrets { #expect(method.consequence == .giving) }
    }

    @Test func `a revocation goes on unless it is to be refused`() {
        #expect(ServerRules(policy: Policy(clients: [], providers: ProviderRegistry())).answersUnrecorded(.grantRevoke))
        #expect(!rules([]).answersUnrecorded(.grantRevoke))
    }
}
