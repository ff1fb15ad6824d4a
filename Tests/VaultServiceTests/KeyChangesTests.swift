import Testing
import VaultCore
import VaultService

@Suite struct `Changes of keys` {
    @Test func `happen one at a time, and a second one is refused`() async throws {
        let changes = KeyChanges()
        try await changes.alone { () async throws(VaultError) in
            do throws(VaultError) {
                try await changes.alone { () async throws(VaultError) -> Void in
                    Issue.record("both at once")
                }
            } catch {
                guard case .conflict = error else { throw error }
            }
        }
    }

    @Test func `that destroy wait for no copy of the store, and no copy for them: one of both is refused`() async throws
    {
        let changes = KeyChanges()
        try await changes.whileCopying { () async throws(VaultError) in
            // One of two copies has ended.
            try await changes.whileCopying { () async throws(VaultError) in }
            #expect(await Self.destruction(changes)?.contains("a backup is being made") == true)
            // All else goes on: a copy of a large store takes minutes.
            try await changes.alone { () async throws(VaultError) in }
        }
        try await changes.alone(destroys: true) { () async throws(VaultError) in
            #expect(await Self.copy(changes)?.contains("is being destroyed") == true)
        }
        try await changes.alone { () async throws(VaultError) in
            #expect(await Self.copy(changes) == nil)
        }
        #expect(await Self.destruction(changes) == nil)
    }

    /// - Returns: why it was refused.
    private static func destruction(_ changes: KeyChanges) async -> String? {
        do throws(VaultError) { try await changes.alone(destroys: true) { () async throws(VaultError) in } } catch {
            return reason(error)
        }
        return nil
    }

    private static func copy(_ changes: KeyChanges) async -> String? {
        do throws(VaultError) { try await changes.whileCopying { () async throws(VaultError) in } } catch {
            return reason(error)
        }
        return nil
    }

    private static func reason(_ error: VaultError) -> String {
        if case .conflict(let reason) = error { reason } else { "\(error)" }
    }

    @Test func `go on after one that failed`() async throws {
        let changes = KeyChanges()
        await #expect(throws: VaultError.sealed) {
            try await changes.alone { () async throws(VaultError) in throw VaultError.sealed }
        }
        #expect(try await changes.alone { () async throws(VaultError) in 7 } == 7)
    }
}
