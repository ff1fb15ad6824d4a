import Testing
import VaultCore

/// Selectors that ask about a process: what must be known before they can tell, and that nothing unknown ever fits.
@Suite struct PeerSelectorTests {
    private let peer = PeerIdentity(uid: 7, gid: 8, pid: 1)
    private let digest = ContentDigest(bytes: Array(repeating: 5, count: 32))

    @Test func `all that is named must fit`() {
        let selector = PeerSelector(uid: 7, gid: 8, executable: "/bin/a", digest: digest, unit: "a.service")
        let good = PeerProgram(
            known: [.executable, .digest, .unit], executable: "/bin/a", digest: digest, unit: "a.service")
        #expect(selector.matches(peer.running(good)))
        for change: (inout PeerProgram) -> Void in [
            { $0.executable = "/bin/b" }, { $0.executable = nil }, { $0.digest = nil },
            { $0.digest = ContentDigest(bytes: Array(repeating: 6, count: 32)) }, { $0.unit = "b.service" },
            { $0.unit = nil }, { $0.known.remove(.unit) },
        ] {
            var bad = good
            change(&bad)
            #expect(!selector.matches(peer.running(bad)))
        }
        #expect(!selector.matches(PeerIdentity(uid: 9, gid: 8, pid: 1, program: good)))
    }

    @Test func `what is unknown fits nothing, and neither does an empty selector`() {
        #expect(!PeerSelector(uid: nil, gid: nil, executable: "/bin/a").matches(peer))
        #expect(!PeerSelector(uid: 7, gid: nil, unit: "a.service").matches(peer))
        #expect(!PeerSelector(uid: nil, gid: nil).matches(peer))
    }

    @Test func `nothing is asked where users and groups tell`() throws {
        let policy = try policy([
            ("a", PeerSelector(uid: 9, gid: nil, digest: digest)), ("b", PeerSelector(uid: 7, gid: nil)),
            ("c", PeerSelector(uid: 7, gid: nil, executable: "/bin/a")),
        ])
        #expect(policy.missingFacts(about: peer) == [])
        #expect(policy.client(for: peer)?.text == "b")
    }

    @Test func `a later client is not taken while an earlier one may still fit`() throws {
        let policy = try policy([
            ("a", PeerSelector(uid: 7, gid: nil, executable: "/bin/a", digest: digest)),
            ("b", PeerSelector(uid: 7, gid: nil)),
        ])
        #expect(policy.missingFacts(about: peer) == [.executable, .digest])
        #expect(policy.client(for: peer) == nil)
        // Another executable: the digest need not be known any more.
        let other = peer.running(PeerProgram(known: .executable, executable: "/bin/b"))
        #expect(policy.missingFacts(about: other) == [])
        #expect(policy.client(for: other)?.text == "b")
        let same = peer.running(PeerProgram(known: .executable, executable: "/bin/a"))
        #expect(policy.missingFacts(about: same) == .digest)
    }

    private func policy(_ clients: [(String, PeerSelector)]) throws -> Policy {
        let settings = try clients.map { name, selector in
            ClientSettings(name: try ClientName(name), selectors: [selector], rules: [])
        }
        return Policy(clients: settings, providers: ProviderRegistry())
    }
}
