import TestHarness
import Testing
import VaultClient

/// One vault, a simulator behind TLS, and a provider and a grant for each fault.
final class FaultWorld: Sendable {
    static let healthy = "healthy"

    let sim: RunningSimulator
    let vault: TestVault
    let client: VaultClient
    private let front: TLSFront
    private let faults: [ProviderFault]
    /// Of the vault's entries: `rotates` or `none`.
    private let rotation: String
    private let extra: String
    /// Milliseconds until a fault at which nothing comes is given up.
    private let patience: Int

    /// Starts with grants that have just been put; nothing has gone wrong yet.
    ///
    /// - Parameter extra: further members of the configuration's root.
    init(_ faults: [ProviderFault], rotation: String, patience: Int = 2_000, extra: String = "") async throws {
        self.faults = faults
        self.rotation = rotation
        self.patience = patience
        self.extra = extra
        sim = try RunningSimulator("--rotation", rotation == "none" ? "none" : "rotate")
        front = try await TLSFront(before: sim)
        vault = try await TestVault(providers: "", extra: extra)
        client = try VaultClient(
            socketPath: vault.workloadSocket, options: .init(timeout: .seconds(120), patience: .milliseconds(200)))
        try configure(isBroken: false)
        try await vault.start()
        for subject in faults.map(\.name) + [Self.healthy] { try await put(subject) }
    }

    private func put(_ name: String) async throws {
        let minted = try await sim.mint(for: "user:default/\(name)")
        var grant = NewGrant(
            subject: "user:default/\(name)", provider: name, refreshToken: SecretText(minted.refreshToken))
        grant.scopes = ["a"]
        grant.pinnedSubject = faults.first { $0.name == name }?.pin
        _ = try await client.putGrant(grant)
    }

    // MARK: going wrong, and right again

    func configure(isBroken: Bool) throws {
        var entries = [try entry(Self.healthy, deadline: 20_000, front.address("token"))]
        for fault in faults {
            let endpoint =
                switch fault.source {
                case .broken(let path) where isBroken: try front.address(path, behind: "broken")
                case .front(let name) where isBroken: try front.address("token", behind: name)
                default: try front.address("token")
                }
            entries.append(try entry(fault.name, deadline: deadline(of: fault), endpoint))
        }
        try vault.configure(providers: entries.joined(separator: "\n"), extra: extra)
    }

    func deadline(of fault: ProviderFault) -> Int { fault.isSlow ? patience : 10_000 }

    private func entry(_ name: String, deadline: Int, _ endpoint: String) throws -> String {
        """
        '\(name)': {
          token_endpoint: "\(endpoint)", client_id: "vault", rotation: "\(rotation)", deadline: "\(deadline)ms",
          client_secret: { file: "\(sim.process.secretFile)" }, ca_file: "\(front.authority)",
          limits: { requests_per_second: 20, burst: 5 },
        },
        """
    }

    /// Faults at the simulator; a redirect leads to where its log would show who follows.
    func setFaults() async throws {
        let base = sim.process.baseURL
        let all = faults.compactMap(\.simulated).map { $0.replacing("BASE", with: base) }
        try await sim.setFaults(all.joined(separator: ","))
    }

    func clearFaults() async throws {
        try await sim.setFaults("")
        try await sim.release()
    }

    /// Refreshes that the store knows to be under way.
    func openIntents() async throws -> Int {
        let script = """
            import sqlite3, sys
            store = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
            print(store.execute("SELECT count(*) FROM refresh_intents").fetchone()[0])
            """
        let told = try await Program.run("/usr/bin/python3", ["-c", script, vault.storePath])
        return Int(told.output.filter(\.isNumber)) ?? -1
    }

    // MARK: asking

    func selection(_ name: String) -> GrantSelection { .subject("user:default/\(name)", provider: name) }

    func status(_ name: String) async throws -> GrantRecord.Status {
        try await client.grant(selection(name)).status
    }

    /// What a caller is answered, in the words of the table, and how long that took.
    func refresh(_ name: String) async -> FaultOutcome {
        let start = ContinuousClock.now
        do throws(VaultClientError) {
            let token = try await client.token(for: selection(name), forceRefresh: true)
            return FaultOutcome(words: "token", life: token.expiresIn, text: token.description, time: .now - start)
        } catch {
            guard case .refused(let remote) = error else {
                return FaultOutcome(words: "\(error)", life: 0, text: "\(error)", time: .now - start)
            }
            let more = remote.reason ?? remote.providerError ?? ""
            return FaultOutcome(
                words: "\(remote.type) \(more)", life: (remote.retryAfterMilliseconds ?? 0) / 1000, text: "\(remote)",
                time: .now - start)
        }
    }

    /// All faults, a few at a time: each starts a process of its own.
    func refreshAll(atOnce: Int = 6) async -> [(fault: ProviderFault, outcome: FaultOutcome)] {
        await withTaskGroup(of: (ProviderFault, FaultOutcome).self) { group in
            var waiting = faults[...]
            var done: [(ProviderFault, FaultOutcome)] = []
            for fault in waiting.prefix(atOnce) { group.addTask { (fault, await self.refresh(fault.name)) } }
            waiting = waiting.dropFirst(atOnce)
            for await one in group {
                done.append(one)
                if let next = waiting.popFirst() { group.addTask { (next, await self.refresh(next.name)) } }
            }
            return done
        }
    }
}
