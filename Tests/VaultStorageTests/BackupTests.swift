import Foundation
import Testing
import VaultCore

@testable import VaultStorage

/// Backups of a store that is being written.
@Suite struct `A backup` {
    private let directory = TemporaryDirectory()
    private let now = Timestamp(seconds: 1_700_000_000)

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.hasPrefix("backup") }
    }

    @Test func `holds all that was written before, and says what it is`() async throws {
        let store = try SQLiteStore.open(in: directory)
        for number in 0..<300 { try await store.putNew(try Sample.key("user:default/u\(number)")) }
        try store.add(
            StoredMasterKey(version: MasterKeyVersion(number: 1), state: .destroyed, wrapped: [1], createdAt: now))
        try store.add(
            StoredMasterKey(version: MasterKeyVersion(number: 2), state: .active, wrapped: [1], createdAt: now))
        let report = try await store.backUp(to: directory.file("backup"), at: now)
        #expect(report.grants == 300)
        #expect(report.masterKeys == [MasterKeyVersion(number: 2)])
        #expect(report.storeID == BackupInfo.text(of: try store.storeID()))
        #expect(report.createdAt == now)
        // One file, whole without a log beside it, for this user alone.
        #expect(try names() == ["backup"])
        var entry = stat()
        #expect(stat(directory.file("backup"), &entry) == 0)
        #expect(entry.st_mode & 0o777 == 0o600)
        #expect(Int(entry.st_size) == report.bytes)
        let image = try StoreImage(of: store)
        store.close()
        let copy = try SQLiteStore.open(path: directory.file("backup")) { Issue.record("\($0)") }
        #expect(try StoreImage(of: copy) == image)
        copy.close()
    }

    @Test func `is of one moment while others write`() async throws {
        let store = try SQLiteStore.open(in: directory)
        for number in 0..<200 { try await store.putNew(try Sample.key("user:default/u\(number)")) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<100 {
                        try await store.putNew(try Sample.key("user:default/w\(writer)-\(number)"))
                    }
                }
            }
            let report = try await store.backUp(to: directory.file("backup"), at: now)
            #expect((200...600).contains(report.grants))
            try await group.waitForAll()
        }
        #expect(try store.statistics().grants == 600)
        #expect(try store.problems().isEmpty)
    }

    @Test func `replaces nothing and needs a directory of our own`() async throws {
        let store = try SQLiteStore.open(in: directory)
        try Data([1]).write(to: URL(fileURLWithPath: directory.file("backup")))
        await #expect(throws: BackupFailure.self) { try await store.backUp(to: directory.file("backup"), at: now) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: directory.file("backup"))) == Data([1]))
        await #expect(throws: BackupFailure.self) { try await store.backUp(to: "backup", at: now) }
        await #expect(throws: BackupFailure.self) {
            try await store.backUp(to: directory.file("no-such/backup"), at: now)
        }
        let open = directory.file("open")
        try FileManager.default.createDirectory(atPath: open, withIntermediateDirectories: false)
        chmod(open, 0o777)
        let error = await #expect(throws: BackupFailure.self) { try await store.backUp(to: open + "/backup", at: now) }
        guard case .unusablePath(let problem) = error else { return }
        #expect(problem.contains("written to by others"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: open).isEmpty)
    }

    @Test func `that fails leaves no file`() async throws {
        try SQLiteStore.open(in: directory).close()
        var options = StoreOptions()
        // Somebody takes the name while the copy is made.
        let path = directory.file("backup")
        options.step = { step in
            if step == .backupVerified { _ = FileManager.default.createFile(atPath: path, contents: Data([7])) }
        }
        let store = try SQLiteStore.open(in: directory, options: options)
        await #expect(throws: BackupFailure.self) { try await store.backUp(to: path, at: now) }
        #expect(try names() == ["backup"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([7]))
    }

    @Test func `that finds its source damaged is not kept`() async throws {
        let store = try SQLiteStore.open(in: directory)
        for number in 0..<300 { try await store.putNew(try Sample.key("user:default/u\(number)")) }
        store.close()
        // In the middle of the file: a page of some table.
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: directory.file("vault.db")))
        try handle.seek(toOffset: 12 * 4096)
        try handle.write(contentsOf: Data(repeating: 0xFF, count: 4096))
        try handle.close()
        let damaged = try SQLiteStore.open(in: directory)
        await #expect(throws: BackupFailure.self) { try await damaged.backUp(to: directory.file("backup"), at: now) }
        #expect(try names() == [])
    }

    @Test func `takes the place of what a killed one left, and runs alone`() async throws {
        try Data([1]).write(to: URL(fileURLWithPath: directory.file("backup.partial")))
        try SQLiteStore.open(in: directory).close()
        let (reached, reach) = AsyncStream<Void>.makeStream()
        let gate = DispatchSemaphore(value: 0)
        var options = StoreOptions()
        options.step = { step in
            guard step == .backupCopied else { return }
            reach.finish()
            gate.wait()
        }
        let store = try SQLiteStore.open(in: directory, options: options)
        async let first = store.backUp(to: directory.file("backup"), at: now)
        for await _ in reached {}
        await #expect(throws: BackupFailure.isRunning) {
            try await store.backUp(to: directory.file("backup-2"), at: now)
        }
        // How far it is can be seen from outside.
        let progress = try #require(store.backupProgress())
        #expect(progress.total >= 4096 && progress.done == progress.total)
        // Nobody waits for it meanwhile.
        try await store.putNew(try Sample.key("user:default/late"))
        gate.signal()
        #expect(try await first.grants == 0)
        #expect(store.backupProgress() == nil)
        #expect(try names() == ["backup"])
    }
}
