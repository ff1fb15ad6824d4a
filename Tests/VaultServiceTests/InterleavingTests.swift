import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

/// Many callers put, get, force, reject and revoke the same few grants at once, with a provider that fails as it likes. A
/// failing run is named by its rule and seed; the order of tasks is the system's, so it may take some runs to see it again.
@Suite(.timeLimit(.minutes(5))) struct InterleavingTests {
    private static let callers = 8
    private static let steps = 25

    @Test(arguments: RotationRule.everyKind, 1...12 as ClosedRange<UInt64>)
    func `every run is one that a sequence of single steps could have been`(
        rotation: RotationRule, seed: UInt64
    ) async throws {
        let clock = ManualClock()
        let server = LineageServer(rotation, clock: clock, seed: seed, faultEvery: seed % 3 == 0 ? 0 : 6)
        let world = World(rotation: rotation, server: server, clock: clock)
        let seen = Log<String>()
        await withTaskGroup(of: Void.self) { group in
            for caller in 0..<Self.callers {
                group.addTask { await Self.act(in: world, server, seed &* 1_000 &+ UInt64(caller), seen) }
            }
        }
        #expect(seen.all.isEmpty, "seed \(seed)")
        #expect(server.reused.isEmpty, "a dead refresh token was sent")
        try Self.judge(world, server)
    }

    private static let keys = (0..<3).map { Fixtures.key("user:default/u\($0)") }

    /// One caller's life; what it sees and must not see goes to `seen`.
    private static func act(in world: World, _ server: LineageServer, _ seed: UInt64, _ seen: Log<String>) async {
        var random = SeededRandom(seed)
        var last: (grant: Grant, token: String)?
        for _ in 0..<steps {
            let key = keys[random.below(keys.count)]
            let selector = GrantSelector.subject(key.subject, key.provider, nil)
            do throws(VaultError) {
                switch random.below(12) {
                case 0, 1:
                    let grant = try await world.put(Fixtures.put(key, refreshToken: server.signIn()))
                    let token = try await world.get(grant)
                    if token.generation < grant.generation { seen.add("a token older than the put before it") }
                case 2:
                    let grant = try world.grants.find(selector)
                    _ = try await world.revoke(grant)
                    if (try? await world.get(grant)) != nil { seen.add("a token of a revoked grant") }
                    if world.cachedHead(grant) != nil { seen.add("a cached token of a revoked grant") }
                case 3, 4: _ = try await world.get(try world.grants.find(selector), force: true)
                case 5, 6, 7:
                    guard let (grant, token) = last else { continue }
                    let other = try await world.reject(token, of: grant)
                    if other.accessToken.exposed == token { seen.add("the rejected token") }
                default:
                    let grant = try world.grants.find(selector)
                    last = (grant, try await world.get(grant).accessToken.exposed)
                }
            } catch {
                if let fault = Self.fault(in: error) { seen.add(fault) }
            }
            // The breaker lets go between the steps, so that not all ends in its refusals.
            world.clock.advance(milliseconds: 700)
        }
    }

    /// - Returns: nil for what may happen to a caller in such a crowd.
    private static func fault(in error: VaultError) -> String? {
        switch error {
        case .notFound, .reauthRequired, .providerUnavailable: nil
        default: "\(error)"
        }
    }

    private static func judge(_ world: World, _ server: LineageServer) throws {
        for key in keys {
            var model = SequentialModel()
            for event in world.audit.events where event.subject == key.subject { model.take(event) }
            #expect(model.faults.isEmpty)
            let grant = try world.store.grant(key)
            #expect(model.state == grant.map(SequentialModel.State.init) ?? .none)
            guard let grant, grant.status == .active else { continue }
            let refreshToken = try #require(try world.storedRefreshToken(grant))
            let isOpen = try world.store.openIntents().contains { $0.grant == grant.id }
            #expect(isOpen || server.isGood(refreshToken), "an active grant whose refresh token is dead")
            #expect(isOpen == (world.context.openIntents.intent(of: grant.id, grant.generation) != nil))
        }
        #expect(world.order.busyGrants == 0)
        #expect(world.context.openIntents.count == (try world.store.openIntents().count))
    }
}

extension SequentialModel.State {
    fileprivate init(_ grant: Grant) {
        switch grant.status {
        case .active: self = .active(grant.id, grant.generation)
        case .reauthRequired, .stepUpRequired: self = .reauthRequired(grant.id, grant.generation)
        }
    }
}
