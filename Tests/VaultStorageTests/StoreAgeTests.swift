import Foundation
import Testing
import VaultCore

@testable import VaultStorage

/// The sequence of a store and its anchor.
@Suite struct `A store knows an older copy of itself` {
    private let directory = TemporaryDirectory()

    private func age(after change: (String) throws -> Void = { _ in }) throws -> StoreAge {
        try change(directory.file("vault.db"))
        let store = try SQLiteStore.open(in: directory)
        defer { store.close() }
        return try store.age()
    }

    private func serve(_ times: Int = 1) async throws {
        let store = try SQLiteStore.open(in: directory)
        for _ in 0..<times { try await store.advanceSequence() }
        store.close()
    }

    @Test func `and is itself before it was ever served, and after`() async throws {
        #expect(try age() == .current)
        try await serve(3)
        #expect(try age() == .current)
        let anchor = try String(contentsOfFile: directory.file("vault.db-anchor"), encoding: .utf8)
        #expect(anchor.hasPrefix("vaultd-anchor 1 ") && anchor.hasSuffix(" 3\n"))
        var entry = stat()
        #expect(stat(directory.file("vault.db-anchor"), &entry) == 0 && entry.st_mode & 0o777 == 0o600)
    }

    @Test func `by its sequence`() async throws {
        try await serve()
        let copy = try Data(contentsOf: URL(fileURLWithPath: directory.file("vault.db")))
        try await serve(2)
        #expect(
            try age { try copy.write(to: URL(fileURLWithPath: $0)) } == .rolledBack(.older(sequence: 1, known: 3)))
    }

    @Test func `by what the audit log tells of its last change, be it the very next one`() async throws {
        try await serve()
        let copy = try Data(contentsOf: URL(fileURLWithPath: directory.file("vault.db")))
        let store = try SQLiteStore.open(in: directory)
        try await store.putNew(try Sample.key("user:default/alice"))
        let mark = try #require(store.mark())
        store.close()
        try copy.write(to: URL(fileURLWithPath: directory.file("vault.db")))
        #expect(try age(witness: mark) == .rolledBack(.olderThanAudit(sequence: 1, known: 2)))
        #expect(try age(witness: StoreMark(storeID: mark.storeID, sequence: 1)) == .current)
        #expect(try age(witness: StoreMark(storeID: "00", sequence: 9)) == .current)
        #expect(try age(witness: nil) == .current)
        try StoreRestore.accept(directory.file("vault.db"), witness: mark, at: Timestamp(seconds: 9))
        #expect(
            try age(witness: mark)
                == .restored(from: StoreMark(storeID: mark.storeID, sequence: 1)))
    }

    private func age(witness: StoreMark?) throws -> StoreAge {
        var options = StoreOptions()
        options.changes = .never
        options.witness = witness
        let store = try SQLiteStore.open(in: directory, options: options)
        defer { store.close() }
        return try store.age()
    }

    @Test func `and fewer changes than a known number are ever ahead of its anchor`() async throws {
        let store = try SQLiteStore.open(in: directory)
        #expect(store.mark() == nil)
        try await store.advanceSequence()
        let first = try #require(store.mark())
        for _ in 0..<AnchorWriter.changes + 1_000 {
            try await store.touch([:])
            let mark = try #require(store.mark())
            // One at a time, so that each has a sequence of its own.
            let ahead = mark.sequence - (try anchored())
            #expect(ahead < AnchorWriter.changes)
            if ahead >= AnchorWriter.changes { break }
        }
        #expect(try anchored() >= first.sequence + Int64(AnchorWriter.changes))
        store.close()
    }

    private func anchored() throws -> Int64 {
        guard case .anchor(let anchor) = try StoreAnchor.read(of: directory.file("vault.db")) else { return -1 }
        return anchor.sequence
    }

    @Test func `and says so when its anchor cannot be written, until it can`() async throws {
        let store = try SQLiteStore.open(in: directory)
        try await store.advanceSequence()
        let fresh = StoreAnchor.path(of: directory.file("vault.db")) + ".new"
        try FileManager.default.createDirectory(atPath: fresh, withIntermediateDirectories: false)
        await #expect(throws: StoreFailure.self) { try await store.advanceSequence() }
        // Others are served all the same.
        try await store.putNew(try Sample.key("user:default/alice"))
        try FileManager.default.removeItem(atPath: fresh)
        try await store.advanceSequence()
        #expect(try anchored() == store.mark()?.sequence)
        store.close()
    }

    @Test func `and a store that is ahead of its anchor is no copy: the process died in between`() async throws {
        try await serve()
        let anchor = try Data(contentsOf: URL(fileURLWithPath: directory.file("vault.db-anchor")))
        try await serve()
        #expect(
            try age { try anchor.write(to: URL(fileURLWithPath: StoreAnchor.path(of: $0))) } == .current)
    }

    @Test func `also where the anchor is gone, cut, or another store's`() async throws {
        try await serve()
        for (text, evidence) in [
            (nil, StoreAge.Evidence.noAnchor), ("", .unreadableAnchor), ("vaultd-anchor 1 00 1", .unreadableAnchor),
            ("vaultd-anchor 2 00 1\n", .unreadableAnchor), ("vaultd-anchor 1 00 1\n", .anchorOfAnotherStore),
        ] as [(String?, StoreAge.Evidence)] {
            let path = directory.file("vault.db-anchor")
            if let text {
                try text.write(toFile: path, atomically: false, encoding: .utf8)
                chmod(path, 0o600)
            } else {
                unlink(path)
            }
            #expect(try age() == .rolledBack(evidence), "\(text ?? "none")")
        }
    }

    @Test func `and a backup in its place, until it is accepted`() async throws {
        try await serve()
        let store = try SQLiteStore.open(in: directory)
        _ = try await store.backUp(to: directory.file("backup"), at: Timestamp(seconds: 7))
        store.close()
        let backup = try Data(contentsOf: URL(fileURLWithPath: directory.file("backup")))
        #expect(try age { try backup.write(to: URL(fileURLWithPath: $0)) } == .rolledBack(.backup))
        try StoreRestore.accept(directory.file("vault.db"), at: Timestamp(seconds: 9))
        guard case .restored = try age() else {
            Issue.record("\(try age())")
            return
        }
        let accepted = try SQLiteStore.open(in: directory)
        try await accepted.forgetBackup()
        #expect(try accepted.age() == .current)
        accepted.close()
    }

    @Test func `and one that was put back by hand counts as copied long ago once it is accepted`() async throws {
        try await serve()
        let copy = try Data(contentsOf: URL(fileURLWithPath: directory.file("vault.db")))
        try await serve(2)
        _ = try age { try copy.write(to: URL(fileURLWithPath: $0)) }
        try StoreRestore.accept(directory.file("vault.db"), at: Timestamp(seconds: 9))
        // Accepted twice, it still lacks what it lacked.
        let first = try StoreRestore.accept(directory.file("vault.db"), at: Timestamp(seconds: 10))
        #expect(try age() == .restored(from: first.mark))
        #expect(first.mark.sequence == 1)
        let store = try SQLiteStore.open(in: directory)
        try await store.forgetBackup()
        store.close()
        #expect(try age() == .current)
    }
}
