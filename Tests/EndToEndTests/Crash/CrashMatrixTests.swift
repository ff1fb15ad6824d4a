import Testing
import TestHarness
import VaultClient
import VaultJSON

/// The daemon is killed at every step of a refresh, under every rotation rule (DESIGN §6): what was acknowledged stays, no
/// lineage is spent twice, and what is lost is said to be lost.
@Suite struct CrashMatrixTests {
    @Test(arguments: CrashStep.allCases, CrashRule.allCases)
    func `a refresh that the daemon dies in is resolved at the next start`(
        step: CrashStep, rule: CrashRule
    ) async throws {
        let world = try await CrashWorld(rule)
        try await world.storeWitnesses()
        try await world.die(at: step)
        let expected = CrashExpectation(step, rule)

        try await world.vault.start()
        try await world.checkWitnesses()
        let client = try world.client()
        if let generation = expected.generation {
            let token = try await client.token(for: CrashWorld.alice)
            #expect(token.generation == generation)
            #expect(try await client.grant(CrashWorld.alice).status == .active)
            #expect(try await client.grant(CrashWorld.alice).generation == generation)
        } else {
            try await expectLost(client, world)
        }
        #expect(try await world.verdicts() == expected.verdicts)
        try checkAudit(world, step, expected)

        try await world.sim.release()
        try await checkLineage(world, rule, expected)
        if expected.generation == nil { try await signInAgain(client, world) }
        #expect(await world.vault.stop() == .exit(0))
        #expect(try await world.vault.damage() == nil)
    }

    /// Twice: the second answer comes from the store, and neither asks the provider.
    private func expectLost(_ client: VaultClient, _ world: CrashWorld) async throws {
        for _ in 0..<2 {
            let error = await #expect(throws: VaultClientError.self) {
                _ = try await client.token(for: CrashWorld.alice)
            }
            guard case .refused(let refusal) = error else {
                Issue.record("expected a refusal, got \(String(describing: error))")
                continue
            }
            #expect(refusal.kind == .reauthRequired)
            #expect(refusal.reason == "lost_rotation")
        }
        let grant = try await client.grant(CrashWorld.alice)
        #expect(grant.status == .reauthRequired(reason: "lost_rotation"))
        #expect(grant.generation == 1)
        #expect(world.vault.daemon?.standardError.contains("1 refreshes had no answer") == true)
    }

    private func checkAudit(_ world: CrashWorld, _ step: CrashStep, _ expected: CrashExpectation) throws {
        let events = try world.audit(of: "user:default/alice")
        let resolved = events.filter { $0["kind"]?.isString("intent_resolved") == true }
        let lost = events.filter {
            $0["kind"]?.isString("reauth_required") == true && $0["reason"]?.isString("lost_rotation") == true
        }
        let isLost = expected.generation == nil
        #expect(lost.count == (isLost ? 1 : 0))
        #expect(resolved.count == (step == .afterCommit ? 0 : 1))
        for event in resolved {
            #expect(event["outcome"]?.string == (isLost ? "failed" : "done"))
            #expect(event["reason"]?.string == (isLost ? "lost_rotation" : "retried"))
        }
    }

    /// Also after a request that was still on its way has arrived: the lineage lives, for nobody has spent it twice.
    private func checkLineage(_ world: CrashWorld, _ rule: CrashRule, _ expected: CrashExpectation) async throws {
        let wanted = expected.verdictsInTheEnd
        if !wanted.isEmpty {
            #expect(try await world.verdicts(wanted.count) == wanted)
        }
        let lineage = try #require(try await world.sim.lineages(of: "user:default/alice").first)
        #expect(lineage.fate == "alive")
        #expect(rule == .grace || lineage.oldPresented == 0)
        #expect(lineage.generation == (rule == .none || wanted.isEmpty ? 1 : 2))
    }

    /// A lost lineage is replaced by putting the grant anew, and mints again.
    private func signInAgain(_ client: VaultClient, _ world: CrashWorld) async throws {
        let grant = try await world.put("user:default/alice", with: client)
        #expect(grant.status == .active)
        #expect(grant.generation == 2)
        #expect(try await client.token(for: CrashWorld.alice).generation == 3)
    }
}
