import Foundation
import Testing
import VaultCore

@testable import VaultStorage

/// Putting a backup in a store's place.
@Suite struct `A restore` {
    private let directory = TemporaryDirectory()
    private let now = Timestamp(seconds: 1_700_000_000)
    private var path: String { directory.file("vault.db") }

    /// A store with one grant, its backup, and one more grant since.
    private func prepared() async throws {
        let store = try SQLiteStore.open(in: directory)
        try await store.advanceSequence()
        try await store.putNew(try Sample.key("user:default/before"))
        _ = try await store.backUp(to: directory.file("backup"), at: now)
        try await store.putNew(try Sample.key("user:default/after"))
        try await store.advanceSequence()
        store.close()
    }

    private func restore(
        _ file: String = "backup", _ consent: StoreRestore.Consent = .init(),
        verify: (SQLiteStore) -> Bool = { _ in true }
    ) throws -> RestoreReport {
        try StoreRestore(over: path).run(directory.file(file), at: now, consent: consent, verify: verify)
    }

    private func subjects() throws -> [String] {
        let store = try SQLiteStore.open(in: directory)
        defer { store.close() }
        return try store.list(GrantFilter()).map(\.subject.text)
    }

    @Test func `refuses to lose newer changes unless it is told to`() async throws {
        try await prepared()
        #expect(throws: RestoreFailure.newer) { try restore() }
        #expect(try subjects() == ["user:default/before", "user:default/after"])
        let report = try restore("backup", .init(newerChanges: true))
        #expect(report.grants == 1 && report.replacedStore)
        #expect(try subjects() == ["user:default/before"])
        let store = try SQLiteStore.open(in: directory)
        #expect(
            try store.age()
                == .restored(from: StoreMark(storeID: report.storeID, sequence: report.sequence)))
        #expect(report.sequence == 2)
        // Ahead of all that was known, so that the store that it replaced is an older copy now.
        #expect(try store.readers.read { reader throws(SQLiteError) in try reader.store.sequence() } == 5)
        store.close()
        #expect(try left() == [])
    }

    @Test func `needs nothing where there is no store, and not the log of one that is gone`() async throws {
        try await prepared()
        for suffix in ["", "-wal", "-shm", "-anchor"] { unlink(path + suffix) }
        #expect(try restore().replacedStore == false)
        #expect(try subjects() == ["user:default/before"])
    }

    @Test func `refuses another store`() async throws {
        try await prepared()
        for suffix in ["", "-anchor"] { unlink(path + suffix) }
        try SQLiteStore.open(in: directory).close()
        #expect(throws: RestoreFailure.otherStore) { try restore("backup", .init(newerChanges: true)) }
        #expect(try restore("backup", .init(otherStore: true)).grants == 1)
    }

    @Test func `refuses while the store is open, what is no backup, and what does not verify`() async throws {
        try await prepared()
        let store = try SQLiteStore.open(in: directory)
        #expect(throws: RestoreFailure.store(.inUse(path: path))) { try restore() }
        store.close()
        try Data(contentsOf: URL(fileURLWithPath: path)).write(to: URL(fileURLWithPath: directory.file("plain")))
        try Data("text".utf8).write(to: URL(fileURLWithPath: directory.file("text")))
        for name in ["plain", "text", "missing"] {
            let error = #expect(throws: RestoreFailure.self) { try restore(name, .init(newerChanges: true)) }
            guard case .backup = error else {
                Issue.record("\(name): \(String(describing: error))")
                continue
            }
        }
        #expect(throws: RestoreFailure.notVerified) {
            try restore("backup", .init(newerChanges: true)) { _ in false }
        }
        #expect(try subjects() == ["user:default/before", "user:default/after"])
        #expect(try left() == [])
    }

    /// What a restore leaves beside the store.
    private func left() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.contains("restore") }
    }
}
