import VaultCore

/// Finishes grants that ended with their session or subject: deletes them, and has them revoked at their providers. What was
/// left undone by a crash or a seal is done after it.
package final class EndedGrantWork: Sendable {
    private static let batch = 64
    private static let atOnce = 8
    private static let longestWaitMilliseconds: Int64 = 60_000

    private let context: ServiceContext
    private let grants: GrantService
    private let pause: Pause

    package init(_ grants: GrantService, pause: @escaping Pause = systemPause) {
        context = grants.context
        self.grants = grants
        self.pause = pause
    }

    /// Works until `stop` is called.
    package func run() async {
        repeat {
            await work()
        } while await context.endedGrants.wait(milliseconds: Self.longestWaitMilliseconds, pause)
    }

    package func stop() { context.endedGrants.stop() }

    /// Looks for some now.
    package func wake() { context.endedGrants.call() }

    /// Until none is left, or none can be finished now: the vault is sealed, or the store does not write.
    package func work() async {
        while !context.endedGrants.isStopped {
            let ended: [Grant]
            do throws(StoreFailure) {
                ended = try context.subjects.endedGrants(of: nil, limit: Self.batch).grants
            } catch {
                return
            }
            guard !ended.isEmpty else { return }
            let finished = await forEach(ended, atMost: Self.atOnce) { [grants] grant in
                do throws(VaultError) { return try await grants.finish(grant, .vault) != nil } catch { return false }
            }
            context.flushAudit()
            guard finished.contains(true) else { return }
        }
    }
}
