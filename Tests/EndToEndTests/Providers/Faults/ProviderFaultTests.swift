import Foundation
import TestHarness
import Testing
import VaultClient
import VaultJSON

/// Whatever a provider or the road to it does, over real sockets and TLS: a typed error in time, memory within bounds, no word of the
/// provider's passed on, nobody else kept waiting – and no refresh token thrown away that may still be good.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ProviderFaultTests {
    /// How a grant came to the fault.
    enum Case: String, CaseIterable {
        /// The first refresh after the start, at a provider that rotates.
        case cold
        /// The grant has rotated before.
        case rotated
        /// As `rotated`, at a provider that keeps its refresh tokens.
        case kept

        var rotation: String { self == .kept ? "none" : "rotates" }
        /// Of the refresh token that the fault meets.
        var generation: Int64 { self == .rotated ? 2 : 1 }

        func expected(of fault: ProviderFault) -> String { self == .kept ? fault.atKeeping : fault.atRotating }

        /// A lost answer is asked for once more where that is safe.
        var tries: Int { self == .kept ? 2 : 1 }
    }

    @Test(arguments: Case.allCases) func `each fault comes to what the table says, and costs nothing else`(
        grants: Case
    ) async throws {
        let world = try await FaultWorld(ProviderFault.all, rotation: grants.rotation)
        if grants != .cold {
            for (fault, outcome) in await world.refreshAll() { #expect(outcome.words == "token", "\(fault.name)") }
        }
        try world.configure(isBroken: true)
        try await world.vault.reload()
        try await world.setFaults()
        let memory = try FaultMemory(of: world.vault)

        let isOver = Flag()
        async let slowest = Self.slowestRefresh(in: world, until: isOver)
        let outcomes = await world.refreshAll()
        isOver.raise()
        #expect(try await slowest < .seconds(5))
        for (fault, outcome) in outcomes {
            #expect(outcome.words == grants.expected(of: fault), "\(fault.name)")
            #expect(outcome.life <= fault.life, "\(fault.name)")
            let limit = Duration.milliseconds(world.deadline(of: fault) * grants.tries) + .seconds(4)
            #expect(outcome.time < limit, "\(fault.name)")
        }
        if grants != .cold { try memory.check() }
        try await Self.checkNothingFollowed(world)
        try await Self.checkAfterwards(world, grants, outcomes.map(\.outcome.text))
    }

    /// SIGTERM while nothing comes: the vault ends in its bound, and goes by the rotation rule at its next start.
    @Test(arguments: ["rotates", "none"])
    func `a vault that is stopped in the middle ends in time and knows its grants again`(
        rotation: String
    ) async throws {
        let faults = ProviderFault.silent
        let world = try await FaultWorld(faults, rotation: rotation, patience: 120_000, extra: "drain: '300ms'")
        for (fault, outcome) in await world.refreshAll() { #expect(outcome.words == "token", "\(fault.name)") }
        try world.configure(isBroken: true)
        try await world.vault.reload()
        try await world.setFaults()
        async let outcomes = world.refreshAll()
        while try await world.openIntents() < faults.count {}
        let start = ContinuousClock.now
        #expect(await world.vault.stop() == .exit(0))
        // Far less than the faults would take; the rest is for a disk that is busy.
        #expect(ContinuousClock.now - start < .seconds(20))
        for (fault, outcome) in await outcomes { #expect(outcome.words != "token", "\(fault.name)") }

        try await world.clearFaults()
        try world.configure(isBroken: false)
        try await world.vault.start()
        for fault in faults {
            let again = await world.refresh(fault.name)
            #expect(again.words == (rotation == "none" ? "token" : ProviderFault.lost), "\(fault.name)")
        }
        #expect(await world.vault.stop() == .exit(0))
    }

    // MARK: what is looked at

    private static func slowestRefresh(in world: FaultWorld, until isOver: Flag) async throws -> Duration {
        var slowest = Duration.zero
        repeat {
            let outcome = await world.refresh(FaultWorld.healthy)
            #expect(outcome.words == "token")
            slowest = max(slowest, outcome.time)
        } while !isOver.isRaised
        return slowest
    }

    /// A redirect that is followed shows in the simulator's log.
    private static func checkNothingFollowed(_ world: FaultWorld) async throws {
        let others = try await onOwnThread { [sim = world.sim] in
            let visits = try sim.control("GET", "/sim/log?endpoint=userinfo")["entries"]?.elements
            let all = try sim.control("GET", "/sim/log")["entries"]?.elements
            return (visits?.count { _ in true } ?? -1, all?.count { $0["endpoint"]?.string != "token" } ?? -1)
        }
        #expect(others == (0, 0))
    }

    /// The faults are over: what is lost stays lost, and everything else mints from the refresh token that it had.
    private static func checkAfterwards(_ world: FaultWorld, _ grants: Case, _ texts: [String]) async throws {
        #expect(await world.vault.stop() == .exit(0))
        let errors = world.vault.daemon?.standardError ?? ""
        try await world.clearFaults()
        try world.configure(isBroken: false)
        try await world.vault.start()
        let seen = try await world.sim.requests().count
        let again = await world.refreshAll()
        let sent = try await world.sim.requests().dropFirst(seen)
        for (fault, outcome) in again {
            let first = grants.expected(of: fault)
            let isDead = first.hasPrefix("reauth_required")
            #expect(outcome.words == (isDead ? first : "token"), "\(fault.name)")
            let status = try await world.status(fault.name)
            #expect((status == .active) == !isDead, "\(fault.name)")
            let presented = sent.filter { $0.subject == fault.subject }.map(\.generation)
            let old = first == "token" && grants != .kept ? grants.generation + 1 : grants.generation
            #expect(presented == (isDead ? [] : [old]), "\(fault.name)")
        }
        #expect(await world.vault.stop() == .exit(0))
        #expect(world.vault.auditLines().contains { $0.contains("scopes_beyond_grant") })
        let passedOn = world.vault.auditLines() + texts + again.map(\.outcome.text) + [errors]
        for word in ["canary", "srt_", "sat_"] { #expect(!passedOn.contains { $0.contains(word) }, "\(word)") }
    }
}
