import Testing
import VaultConfiguration
import VaultCore

@testable import vault_bench

@Suite struct `The policy of the benchmark` {
    private struct NoAccounts: AccountNames {
        func uid(ofUser name: String) -> UInt32? { nil }
        func gid(ofGroup name: String) -> UInt32? { nil }
    }

    @Test(arguments: [2, 3, 10, 1_000, BenchPolicy.mostRules])
    func `has as many rules as were asked for, each can decide, and its own client may get tokens plainly`(
        rules: Int
    ) throws {
        let text = """
            {
              seal_key: {file: '/k'}, store: {path: '/s'}, audit: {path: '/a'},
              sockets: {workload: {path: '/run/w/s'}, admin: {path: '/run/a/s'}},
              providers: {bench: {token_endpoint: 'https://a.example/t', client_id: 'c', rotation: 'none',
                client_authentication: 'none'}},
              clients: {\(BenchPolicy(rules: rules).clients(uid: 7, executable: "/opt/bench"))},
            }
            """
        let settings = try ConfigurationReader.read(Array(text.utf8), accounts: NoAccounts()).settings
        #expect(settings.clients.reduce(0) { $0 + $1.rules.count } == rules)
        let registry = ProviderRegistry()
        let policy = Policy(clients: settings.clients, providers: registry)
        let peer = PeerIdentity(uid: 7, gid: 7, pid: 7)
        let client = policy.client(for: peer.running(PeerProgram(known: .executable, executable: "/opt/bench")))
        #expect(policy.client(for: peer.running(PeerProgram(known: .executable, executable: "/opt/other"))) == nil)
        #expect(client?.text == "bench")
        let bench = try ProviderName("bench")
        #expect(policy.compiled(client).allowsPlainly(.tokenGet, registry.index(of: bench)))
    }
}
