import Testing
import VaultCore
import VaultTestSupport

@testable import VaultStorage

/// A disk that fails: nothing that was acknowledged is lost, nothing is half done, and nothing is written afterwards.
@Suite struct FaultTests {
    /// Checkpoints as often as it can, so that every kind of call comes up.
    private static var options: StoreOptions {
        var options = StoreOptions()
        options.checkpointPages = 8
        options.lullMilliseconds = 0
        return options
    }

    @Test(arguments: FaultDisk.Operation.allCases, [false, true])
    func `whichever call fails, what was acknowledged stands and the rest is absent or whole`(
        operation: FaultDisk.Operation, forGood: Bool
    ) async throws {
        let disk = FaultDisk()
        var fired = 0
        for number in 1... {
            let directory = TemporaryDirectory()
            let outcome = try await run(on: disk, in: directory) {
                disk.arm(forGood ? .forGood(operation, at: number) : .once(operation, at: number))
            }
            disk.repair()
            let reopened = try SQLiteStore.open(in: directory)
            let image = try StoreImage(of: reopened)
            #expect(outcome.possible.contains(image), "\(operation) \(number): \(outcome.done) steps acknowledged")
            #expect(try reopened.problems() == [])
            reopened.close()
            guard outcome.fired else { break }
            fired += 1
        }
        // The workload makes at least so many of each call.
        #expect(fired >= 3)
    }

    private struct Outcome {
        var fired: Bool
        var done: Int
        /// The contents that a reopened store may have.
        var possible: [StoreImage]
    }

    /// Runs the workload against the disk and a store in memory, until a step fails.
    private func run(
        on disk: FaultDisk, in directory: TemporaryDirectory, arm: () -> Void
    ) async throws -> Outcome {
        let deaths = Recorder<String>()
        var options = Self.options
        options.vfs = disk.name
        let store = try SQLiteStore.open(in: directory, options: options) { deaths.record($0) }
        let model = InMemoryGrantStore()
        arm()
        var done = 0
        var possible = [try StoreImage(of: model)]
        for step in Workload.steps {
            if let failure = await storeFailure(of: { try await step(store) }) {
                #expect(failure.failedReason != nil)
                possible = [try StoreImage(of: model)]
                try await step(model)
                possible.append(try StoreImage(of: model))
                break
            }
            try await step(model)
            done += 1
            possible = [try StoreImage(of: model)]
        }
        store.close()
        if disk.hasFired {
            await expectRefusal(by: store)
            #expect(deaths.all.count == 1)
        }
        return Outcome(fired: disk.hasFired, done: done, possible: possible)
    }

    /// A store that died says so, also after it was closed, and never takes another write.
    private func expectRefusal(by store: SQLiteStore) async {
        let refusal = await storeFailure { try await store.touch([:]) }
        #expect(refusal?.failedReason?.hasPrefix("sqlite: ") == true)
    }

    @Test(arguments: [FaultDisk.Operation.write, .sync])
    func `a failed write ends the store for all who wait and all who come`(
        operation: FaultDisk.Operation
    ) async throws {
        let disk = FaultDisk()
        let directory = TemporaryDirectory()
        let deaths = Recorder<String>()
        var options = StoreOptions()
        options.vfs = disk.name
        let store = try SQLiteStore.open(in: directory, options: options) { deaths.record($0) }
        let kept = try await store.putNew(try Sample.key("kept"))
        disk.arm(.once(operation, at: 1))
        let failures = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let failure = await storeFailure { try await store.putNew(try Sample.key("user-\(number)")) }
                    return failure?.failedReason != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 64)
        #expect(deaths.all.count == 1)
        #expect(try store.list(GrantFilter()).map(\.id) == [kept])
        await #expect(throws: StoreFailure.self) { try await store.putNew(try Sample.key("late")) }
        #expect(throws: StoreFailure.self) {
            try store.add(
                StoredMasterKey(
                    version: MasterKeyVersion(number: 1), state: .active, wrapped: [1], createdAt: Sample.start))
        }
        store.close()
        let reopened = try SQLiteStore.open(in: directory)
        #expect(try reopened.grant(kept) != nil)
        #expect(try reopened.problems() == [])
    }

    /// Each read opens a connection here: were it the only one, it would recover the WAL and find what was never synced.
    @Test func `readers never see what a failed sync left in the WAL`() async throws {
        let disk = FaultDisk()
        let deaths = Recorder<String>()
        var options = StoreOptions()
        options.vfs = disk.name
        options.keptReaders = 0
        options.lullMilliseconds = 3_600_000
        let directory = TemporaryDirectory()
        // The store holds on to it only while it can still die.
        defer { withExtendedLifetime(directory) {} }
        let store = try SQLiteStore.open(in: directory, options: options) { deaths.record($0) }
        let kept = try await store.putNew(try Sample.key("kept"))
        disk.arm(.once(.sync, at: 1))
        let failure = await storeFailure { try await store.putNew(try Sample.key("lost")) }
        #expect(failure?.failedReason != nil)
        for _ in 0..<300 {
            let seen = try store.list(GrantFilter()).map(\.id)
            #expect(seen == [kept])
            await Task.yield()
        }
        store.close()
    }

    @Test func `a store that fails while it is made can be made again`() async throws {
        let disk = FaultDisk()
        var failures = 0
        for operation in FaultDisk.Operation.allCases {
            for number in 1... {
                let directory = TemporaryDirectory()
                var options = StoreOptions()
                options.vfs = disk.name
                disk.arm(.forGood(operation, at: number))
                do {
                    let store = try SQLiteStore.open(in: directory, options: options)
                    disk.arm(.none)
                    store.close()
                    break
                } catch StoreOpenError.failed {
                    failures += 1
                }
                disk.repair()
                let store = try SQLiteStore.open(in: directory)
                try await store.putNew(try Sample.key())
                #expect(try store.storeID().count == 16)
                store.close()
            }
        }
        #expect(failures >= 3)
    }

    /// Without checkpoints, whose syncs would make good for one that a commit left out.
    @Test(arguments: [false, true]) func `after a power cut every acknowledged step stands`(
        withCheckpoints: Bool
    ) async throws {
        let disk = FaultDisk()
        let directory = TemporaryDirectory()
        var options = Self.options
        if !withCheckpoints {
            options.checkpointPages = 1_000_000
            options.lullMilliseconds = 3_600_000
        }
        options.vfs = disk.name
        let store = try SQLiteStore.open(in: directory, options: options)
        let model = InMemoryGrantStore()
        for (number, step) in Workload.steps.enumerated() {
            try await step(store)
            try await step(model)
            let afterwards = TemporaryDirectory()
            try disk.cutPower(into: afterwards)
            let survivor = try SQLiteStore.open(in: afterwards)
            #expect(try StoreImage(of: survivor) == StoreImage(of: model), "step \(number)")
            #expect(try survivor.problems() == [])
            survivor.close()
        }
        store.close()
    }
}
