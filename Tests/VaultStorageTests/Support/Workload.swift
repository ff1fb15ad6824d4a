import VaultCore
import VaultTestSupport

/// Writes of every kind, one after the other; the same against any store that was empty.
enum Workload {
    typealias Step = @Sendable (any GrantStore) async throws -> Void

    static let steps: [Step] = [
        { store in
            let lineage = try Sample.lineage(try id(1), try Sample.key())
            try await store.put(lineage, token: try Sample.token("one"), expecting: nil)
        },
        { try await $0.put(try Sample.lineage(try id(2), try Sample.key("bob")), token: nil, expecting: nil) },
        { try await $0.begin(RefreshIntent(grant: try id(1), generation: .first, startedAt: Sample.start)) },
        { try await $0.commit(try Sample.refresh(of: try id(1), to: 2), expecting: .first) },
        {
            let lineage = try Sample.lineage(try id(2), try Sample.key("bob"), generation: 2)
            try await $0.put(lineage, token: try Sample.token("two", generation: 2), expecting: .first)
        },
        { try await $0.touch([try id(1): Sample.start, try id(2): Sample.start]) },
        { _ = try await $0.revoke(try id(1), queueing: try Sample.revocation(3)) },
        { try await $0.postponeRevocation(3, attempts: 1, until: Sample.start.adding(seconds: 9)) },
        { try await $0.begin(RefreshIntent(grant: try id(2), generation: second, startedAt: Sample.start)) },
        { try await $0.clearIntent(try id(2)) },
        { try await $0.dropTokens(try id(2)) },
        {
            let now = Sample.start.adding(seconds: 70)
            _ = try await $0.requireReauth(try id(2), condemned: second, reason: .lostRotation, at: now)
        },
        { try await $0.finishRevocation(3) },
        { _ = try await $0.revoke(try id(2), queueing: nil) },
    ]

    private static let second = Generation(number: 2)

    private static func id(_ number: Int64) throws -> GrantID {
        guard let id = GrantID(rawValue: number) else { throw InvalidValue(field: "id", problem: "is not positive") }
        return id
    }
}
