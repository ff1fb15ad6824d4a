import Glibc
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultService

@Suite(.timeLimit(.minutes(5))) struct `The rewrap` {
    @Test func `works in batches and lets others write between them`() async throws {
        let pauses = Log<Int64>()
        let rig = try KeyWorld(batch: 4, pause: { pauses.add($0) })
        _ = try await rig.putGrants(10)
        try await rig.prepare()
        try await rig.activate()
        let before = rig.world.store.writeCount
        await rig.worker.workOff()
        #expect(rig.world.store.writeCount == before + 3)
        #expect(pauses.all.count == 3 && pauses.all.allSatisfy { $0 > 0 })
    }

    @Test func `makes the next batch ready while one is with the writer, and never gives it two`() async throws {
        let steps = Log<KeyStep>()
        let rig = try KeyWorld(batch: 4, checkpoint: { steps.add($0) })
        _ = try await rig.putGrants(12)
        try await rig.prepare()
        try await rig.activate()
        let gate = Gate()
        let held = Counter()
        rig.world.store.holdRewraps {
            held.add()
            await gate.pass()
        }
        let work = Task { await rig.worker.workOff() }
        await gate.reached()
        await untilTrue { steps.all.count { $0 == .batchWrapped } == 2 }
        // Long enough for whoever does not wait.
        for _ in 0..<1_000 { await Task.yield() }
        #expect(steps.all.count { $0 == .batchRead } == 2 && held.value == 1)
        gate.open()
        await work.value
        #expect(held.value == 3 && steps.all.count { $0 == .batchCommitted } == 3)
        #expect(try await rig.status().rewrap.left == 0)
    }

    @Test func `keeps what others change between its look and its write`() async throws {
        let world = World()
        let grants = Log<Grant>()
        let change = Log<Bool>()
        let rig = try KeyWorld(
            world, batch: 4,
            checkpoint: { step in
                guard step == .batchWrapped, change.all.isEmpty else { return }
                change.add(true)
                // What a put and a revoke of other callers leave.
                let all = grants.all
                world.store.damage(all[0].id, WrappedRecordKey(masterKey: MasterKeyVersion(number: 1), bytes: [1]))
                world.store.forget(all[1].id)
            })
        for grant in try await rig.putGrants(3) { grants.add(grant) }
        try await rig.prepare()
        try await rig.activate()
        await rig.worker.workOff()
        let all = grants.all
        #expect(try world.store.recordKey(of: all[0].id.rawValue)?.bytes == [1])
        #expect(try world.store.recordKey(of: all[1].id.rawValue) == nil)
        #expect(try world.store.recordKey(of: all[2].id.rawValue)?.masterKey == rig.version(2))
    }

    @Test func `goes on by itself after a restart, and at a call`() async throws {
        let rig = try KeyWorld(pause: { _ in await Forever.wait() })
        _ = try await rig.putGrants(3)
        try await rig.prepare()
        try await rig.activate()
        // The next run of the daemon.
        let ticks = Gate()
        let next = try KeyWorld(rig.world, pause: { _ in await ticks.pass() })
        let loop = Task { await next.worker.run() }
        await ticks.reached()
        ticks.open()
        await untilTrue { (try? rig.world.store.recordKeyCounts()) == [rig.version(2): 3] }
        try await next.prepare()
        try await next.activate()
        let report = try await next.keys.rewrap(Fixtures.permit(.keyRewrap, at: nil))
        #expect(report.keys.count == 3)
        await untilTrue { (try? rig.world.store.recordKeyCounts()) == [rig.version(3): 3] }
        next.worker.stop()
        await loop.value
    }

    @Test func `is told as running from the call on`() async throws {
        let rig = try KeyWorld()
        #expect(try await rig.keys.rewrap(Fixtures.permit(.keyRewrap, at: nil)).rewrap.isRunning)
        #expect(try await rig.status().rewrap.isRunning)
        await rig.worker.workOff()
        #expect(try await !rig.status().rewrap.isRunning)
    }

    @Test func `is never told as ended with what was left before its end`() async throws {
        let rig = try KeyWorld()
        _ = try await rig.putGrants(3)
        try await rig.prepare()
        try await rig.activate()
        rig.worker.start()
        rig.world.store.afterCounting {
            let isDone = Log<Bool>()
            Task {
                await rig.worker.workOff()
                isDone.add(true)
            }
            while isDone.all.isEmpty { sched_yield() }
        }
        let caught = try await rig.status().rewrap
        #expect(caught.left == 3 && caught.isRunning)
        let ended = try await rig.status().rewrap
        #expect(ended.left == 0 && !ended.isRunning && ended.longestWrite > 0)
    }

    @Test func `that the store refuses is found again at the next look`() async throws {
        let rig = try KeyWorld()
        _ = try await rig.putGrants(2)
        try await rig.prepare()
        try await rig.activate()
        rig.world.store.failWrites(with: .failed(reason: "disk full"))
        await rig.worker.workOff()
        #expect(try await rig.progress() == RewrapProgress(isRunning: false, done: 0, left: 2, damaged: 0))
        rig.world.store.failWrites(with: nil)
        await rig.worker.workOff()
        #expect(try await rig.status().rewrap.left == 0)
    }
}
