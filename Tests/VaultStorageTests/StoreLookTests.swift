import Foundation
import Migrations
import Testing
import VaultCore

@testable import VaultStorage

/// What a store is opened for decides whether its file may be changed.
@Suite struct `A store that is only read` {
    private let directory = TemporaryDirectory()
    private var path: String { directory.file("vault.db") }

    private func open(_ changes: StoreChanges) throws -> SQLiteStore {
        var options = StoreOptions()
        options.createsIfMissing = false
        options.changes = changes
        return try SQLiteStore(path: path, options: options, steps: Migrations.all) {
            Issue.record("the store died: \($0)")
        }
    }

    /// What an earlier program left.
    private func makeStore(ofSteps count: Int) throws {
        try StoreFile(path: path).prepare(creating: true)
        let connection = try Connection(path: path, vfs: nil, role: .writing)
        try connection.logAhead()
        try Migrator(path: path, connection: connection).apply(Migrations.all.prefix(count))
    }

    private func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        for name in names where !name.hasSuffix("-lock") {
            files[name] = try Data(contentsOf: URL(fileURLWithPath: directory.file(name)))
        }
        return files
    }

    @Test func `keeps an older schema and tells both`() throws {
        // What a store of the first step is, before there was a sequence.
        try makeStore(ofSteps: 1)
        let before = try files()
        let store = try open(.never)
        #expect(store.schema == StoreSchema(found: 1, newest: Migrations.all.count))
        #expect(try store.age() == .current)
        store.close()
        #expect(try files() == before)
        try open(.unlessRolledBack).close()
        let migrated = try open(.never)
        #expect(migrated.schema?.isNewest == true)
        migrated.close()
    }

    @Test func `takes no write and leaves no log`() async throws {
        let first = try SQLiteStore.open(in: directory)
        try await first.putNew(try Sample.key("user:default/alice"))
        first.close()
        let before = try files()
        let store = try open(.never)
        #expect(try store.list(GrantFilter()).count == 1)
        await #expect(throws: StoreFailure.failed(reason: "the store is left as it is")) {
            try await store.putNew(try Sample.key("user:default/bob"))
        }
        await #expect(throws: StoreFailure.self) { try await store.advanceSequence() }
        store.close()
        #expect(try files() == before)
    }

    @Test func `is one that was rolled back, of whatever schema`() async throws {
        try makeStore(ofSteps: 2)
        try StoreAnchor(storeID: "00", sequence: 7).write(of: path)
        let before = try files()
        let store = try open(.unlessRolledBack)
        #expect(try store.age() == .rolledBack(.anchorOfAnotherStore))
        await #expect(throws: StoreFailure.self) { try await store.advanceSequence() }
        store.close()
        #expect(try files() == before)
    }
}
