import Foundation
import Testing
import VaultCore

@testable import VaultStorage
import VaultTestSupport

/// A process that is killed (SIGKILL) in the middle of many writes: what it had acknowledged is there afterwards.
@Suite struct KillTests {
    @Test func `killed between two acknowledgements, all of them stand`() async throws {
        for number in [1, 40, 400] {
            let directory = TemporaryDirectory()
            let path = directory.path
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, number = number as Int] in
                try await Victim(path: path).run(killAfter: number)
            }
            try check(directory, atLeast: number)
        }
    }

    @Test func `killed inside a write or a sync, all acknowledgements stand`() async throws {
        for (operation, number) in [("write", 9), ("write", 150), ("sync", 2), ("sync", 12), ("truncate", 1)] {
            let directory = TemporaryDirectory()
            let path = directory.path
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, operation = operation as String, number = number as Int] in
                try await Victim(path: path).run(killIn: operation, number)
            }
            try check(directory, atLeast: 0)
        }
    }

    private func check(_ directory: TemporaryDirectory, atLeast count: Int) throws {
        let store = try SQLiteStore.open(in: directory)
        let notes = Victim.notes(in: directory.path)
        #expect(notes.count >= count)
        // The highest acknowledged generation of each id.
        let acknowledged = Dictionary(notes, uniquingKeysWith: max)
        for (id, generation) in acknowledged {
            let grant = try #require(GrantID(rawValue: id))
            let lineage = try #require(try store.lineage(grant))
            #expect(lineage.grant.generation.number >= generation)
            #expect(lineage.grant.labels.count == 2)
            let token = "refresh \(id) \(lineage.grant.generation.number)"
            #expect(lineage.refreshToken == Sample.secret(token))
            let key = "key \(id) \(lineage.grant.generation.number)"
            #expect(lineage.recordKey == Sample.recordKey(key))
        }
        #expect(try store.problems() == [])
        let next = store.reserveID()
        #expect(acknowledged.keys.allSatisfy { $0 < next })
        store.close()
    }
}

/// The process that is to be killed: 64 tasks that put grants and renew them, each acknowledgement noted in a file.
struct Victim {
    let path: String

    func run(killAfter limit: Int) async throws {
        let store = try SQLiteStore.open(path: path + "/vault.db") { _ in }
        try await work(store, killAfter: limit)
    }

    func run(killIn operation: String, _ number: Int) async throws {
        let disk = FaultDisk()
        var options = StoreOptions()
        options.vfs = disk.name
        options.checkpointPages = 50
        options.lullMilliseconds = 0
        let store = try SQLiteStore.open(path: path + "/vault.db", options: options) { _ in }
        guard let operation = FaultDisk.Operation(rawValue: operation) else { return }
        disk.arm(.kill(operation, at: number))
        try await work(store, killAfter: .max)
    }

    private func work(_ store: SQLiteStore, killAfter limit: Int) async throws {
        let notes = open(path + "/acknowledged", O_CREAT | O_WRONLY | O_APPEND, 0o600)
        let acknowledgements = Counter()
        try await withThrowingTaskGroup { group in
            for worker in 0..<64 {
                group.addTask {
                    let key = try Sample.key("worker-\(worker)")
                    let id = try await store.putNew(key)
                    Self.note(id, 1, in: notes)
                    for generation in Int64(2)... {
                        if acknowledgements.next() >= limit { kill(getpid(), SIGKILL) }
                        let lineage = try Sample.lineage(id, key, generation: generation)
                        try await store.put(lineage, token: nil, expecting: Generation(number: generation - 1))
                        Self.note(id, generation, in: notes)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// One write, so that a line is there whole or not at all; the page cache outlives the process.
    private static func note(_ id: GrantID, _ generation: Int64, in notes: Int32) {
        let line = "\(id.rawValue) \(generation)\n"
        _ = line.withCString { write(notes, $0, strlen($0)) }
    }

    /// Every acknowledgement, as id and generation.
    static func notes(in path: String) -> [(Int64, Int64)] {
        guard let text = try? String(contentsOfFile: path + "/acknowledged", encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").compactMap { Int64($0) }
            return words.count == 2 ? (words[0], words[1]) : nil
        }
    }
}
