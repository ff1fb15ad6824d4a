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

    @Test func `go on after one that failed`() async throws {
        let changes = KeyChanges()
        await #expect(throws: VaultError.sealed) {
            try await changes.alone { () async throws(VaultError) in throw VaultError.sealed }
        }
        #expect(try await changes.alone { () async throws(VaultError) in 7 } == 7)
    }
}
