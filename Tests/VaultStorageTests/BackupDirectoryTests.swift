import Foundation
import Testing
import VaultCore

@testable import VaultStorage
import VaultTestSupport

/// Which backups of a directory hold a master key.
@Suite struct `A directory of backups` {
    private let directory = TemporaryDirectory()
    private let shelf = BackupDirectory()
    private let now = Timestamp(seconds: 1_700_000_000)

    private func version(_ number: Int64) -> MasterKeyVersion { MasterKeyVersion(number: number) }

    private func key(_ number: Int64, _ state: MasterKeyState) -> StoredMasterKey {
        StoredMasterKey(version: version(number), state: state, wrapped: [1], createdAt: now)
    }

    private func folder() throws -> String {
        let path = directory.file("backups")
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return path
    }

    @Test func `tells by name which of them hold a key of this store`() async throws {
        let folder = try folder()
        let store = try SQLiteStore.open(in: directory)
        try store.add(key(1, .active))
        let id = try store.storeID()
        _ = try await store.backUp(to: folder + "/b-first", at: now)
        try await store.prepare(key(2, .prepared))
        try await store.activate(version(2), at: now)
        _ = try await store.backUp(to: folder + "/a-second", at: now)
        try await store.destroy(version(1), at: now)
        _ = try await store.backUp(to: folder + "/c-third", at: now)
        // What is no backup: text, a partial copy, the store itself as it lies there, a directory, a link.
        try Data("a note".utf8).write(to: URL(fileURLWithPath: folder + "/note"))
        try FileManager.default.copyItem(atPath: folder + "/b-first", toPath: folder + "/d.partial")
        try FileManager.default.copyItem(atPath: directory.file("vault.db"), toPath: folder + "/e-copy.db")
        try FileManager.default.createDirectory(atPath: folder + "/f", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder + "/g", withDestinationPath: folder + "/b-first")
        store.close()
        let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(try shelf.backups(holding: version(1), of: id, in: folder) == ["a-second", "b-first"])
        #expect(try shelf.backups(holding: version(2), of: id, in: folder) == ["a-second", "c-third"])
        #expect(try shelf.backups(holding: version(3), of: id, in: folder) == [])
        #expect(try shelf.backups(holding: version(1), of: id.reversed(), in: folder) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
    }

    @Test func `that cannot be read, or holds what cannot be, holds any key for all that is known`() async throws {
        let folder = try folder()
        #expect(throws: BackupShelfFailure.self) {
            try shelf.backups(holding: version(1), of: [], in: folder + "/none")
        }
        let store = try SQLiteStore.open(in: directory)
        try store.add(key(1, .active))
        _ = try await store.backUp(to: folder + "/whole", at: now)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/whole"))
        try FileManager.default.removeItem(atPath: folder + "/whole")
        try bytes.prefix(5_000).write(to: URL(fileURLWithPath: folder + "/half"))
        let failure = #expect(throws: BackupShelfFailure.self) {
            try shelf.backups(holding: version(1), of: try store.storeID(), in: folder)
        }
        #expect(failure?.path == folder + "/half")
        store.close()
    }
}
