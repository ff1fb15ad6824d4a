import Foundation
@testable import Migrations
import Testing
import VaultCore

@testable import VaultStorage

/// The steps of the schema: all of the folder, in order, each whole or not at all.
@Suite struct MigrationTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("migrations")

    @Test func `the list is what the folder holds`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".sql") }.sorted()
        #expect(Migrations.all.map { $0.name + ".sql" } == files)
        for step in Migrations.all {
            let file = Self.folder.appendingPathComponent(step.name + ".sql")
            #expect(try Data(contentsOf: file) == Data(step.sql))
        }
    }

    @Test func `versions count up from one and stand in the names`() {
        for (position, step) in Migrations.all.enumerated() {
            #expect(step.version == Int64(position + 1))
            let digits = String(step.version)
            let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            #expect(step.name.hasPrefix("m\(padded)_"))
        }
        #expect(Migrations.newestVersion == Int64(Migrations.all.count))
    }

    @Test func `a step is noted with its name and checksum, and every table is strict`() throws {
        let directory = TemporaryDirectory()
        try SQLiteStore.open(in: directory).close()
        let connection = try Connection(path: directory.file("vault.db"), vfs: nil, role: .reading)
        var noted: [String] = []
        try connection.prepare("SELECT version, name, checksum FROM migrations").forEach { row throws(SQLiteError) in
            noted.append("\(row.int()) \(row.text()) \(row.int())")
        }
        #expect(noted == Migrations.all.map { "\($0.version) \($0.name) \($0.checksum)" })
        #expect(try connection.number("user_version") == Migrations.newestVersion)
        #expect(try connection.number("application_id") == Migrator.applicationID)
        var loose: [String] = []
        let tables =
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'"
        try connection.prepare(tables).forEach { row throws(SQLiteError) in loose.append(row.text()) }
        #expect(loose == [])
    }

    @Test func `a checksum tells one text from another`() {
        let first = step(1, "CREATE TABLE a(x INTEGER) STRICT")
        #expect(first.checksum == step(1, "CREATE TABLE a(x INTEGER) STRICT").checksum)
        #expect(first.checksum != step(1, "CREATE TABLE b(x INTEGER) STRICT").checksum)
    }

    @Test func `a later step is applied to a store that has the earlier ones`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory)
        let id = try await store.putNew(try Sample.key())
        store.close()
        let steps = Migrations.all + [step(next, "ALTER TABLE grants ADD COLUMN note TEXT")]
        let upgraded = try open(directory, steps)
        #expect(try upgraded.grant(id) != nil)
        upgraded.close()
        #expect(throws: StoreOpenError.newerSchema(path: directory.file("vault.db"), found: next, known: next - 1)) {
            try SQLiteStore.open(in: directory)
        }
    }

    @Test func `a step that fails leaves the store as it was`() async throws {
        let directory = TemporaryDirectory()
        let store = try SQLiteStore.open(in: directory)
        let id = try await store.putNew(try Sample.key())
        store.close()
        let broken = step(next, "CREATE TABLE extra(x INTEGER) STRICT; INSERT INTO extra VALUES ('text')")
        #expect(throws: StoreOpenError.self) { try open(directory, Migrations.all + [broken]) }
        let connection = try Connection(path: directory.file("vault.db"), vfs: nil, role: .reading)
        #expect(try connection.number("user_version") == next - 1)
        let count = connection.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'")
        #expect(try count.first { row throws(SQLiteError) in row.int() } == 0)
        let again = try SQLiteStore.open(in: directory)
        #expect(try again.grant(id) != nil)
        again.close()
    }

    @Test func `keys of an older store count what uses them as wraps`() throws {
        let directory = TemporaryDirectory()
        try SQLiteStore.open(in: directory).close()
        let path = directory.file("older.db")
        try Data().write(to: URL(fileURLWithPath: path))
        let connection = try Connection(path: path, vfs: nil, role: .writing)
        let migrator = Migrator(path: path, connection: connection)
        try migrator.apply(Migrations.all.prefix(4))
        try connection.execute(
            """
            INSERT INTO master_keys (version, state, wrapped, created_at)
                VALUES (1, 'destroyed', x'', 0), (2, 'retiring', x'01', 0), (3, 'active', x'01', 0);
            INSERT INTO record_keys VALUES (1, 2, x'01'), (2, 3, x'01'), (3, 3, x'01');
            """)
        try migrator.apply(Migrations.all.dropFirst(4))
        #expect(try StoreReads(connection).masterKeys().map(\.wraps) == [0, 1, 2])
    }

    @Test func `grants of an older store die as far as their rows tell`() throws {
        let directory = TemporaryDirectory()
        try SQLiteStore.open(in: directory).close()
        let path = directory.file("older.db")
        try Data().write(to: URL(fileURLWithPath: path))
        let connection = try Connection(path: path, vfs: nil, role: .writing)
        let migrator = Migrator(path: path, connection: connection)
        try migrator.apply(Migrations.all.prefix(12))
        try connection.execute(
            """
            INSERT INTO grants (id, subject, provider, account, generation, reauth_reason, claims, scopes, created_at, updated_at,
                refresh_token_expires_at, refresh_token) VALUES
                (1, 'user:default/a', 'p', '', 1, NULL, NULL, '', 10, 20, NULL, x'01'),
                (2, 'user:default/b', 'p', '', 1, NULL, NULL, '', 10, 20, 30, x'01'),
                (3, 'user:default/c', 'p', '', 1, 'lost_rotation', NULL, '', 10, 20, 30, x'01'),
                (4, 'user:default/d', 'p', '', 1, 'step_up_required', '{}', '', 10, 20, 30, x'01'),
                (5, 'user:default/e', 'p', '', 1, 'ended', NULL, '', 10, 20, NULL, x'01');
            """)
        try migrator.apply(Migrations.all.dropFirst(12))
        let deaths = try GrantReads(connection).list(GrantFilter()) { _ in }.map(\.death)
        let told = GrantDeath(at: Timestamp(milliseconds: 30), reason: .refreshTokenExpires)
        #expect(deaths == [nil, told, GrantDeath(at: Timestamp(milliseconds: 20), reason: .condemned), told, nil])
    }

    private let next = Migrations.newestVersion + 1

    private func step(_ version: Int64, _ sql: String) -> Migration {
        Migration(version: version, name: "m000\(version)_test", sql: Array(sql.utf8))
    }

    private func open(_ directory: TemporaryDirectory, _ steps: [Migration]) throws -> SQLiteStore {
        try SQLiteStore(path: directory.file("vault.db"), options: StoreOptions(), steps: steps) { _ in }
    }
}
