import VaultCore

/// Removes grants that have been dead for as long as the configuration says, a bounded number in each round; nothing where it says
/// nothing, and nothing while the vault is sealed.
package final class GrantReaping: Sendable {
    package static let usualMilliseconds: Int64 = 60_000
    private static let batch = 64
    private static let pages = 16

    private let grants: GrantService
    private let gate: SealGate
    private let pause: Pause
    private let wakeUp = WakeUp()

    package init(_ grants: GrantService, gate: SealGate, pause: @escaping Pause = systemPause) {
        self.grants = grants
        self.gate = gate
        self.pause = pause
    }

    /// Works until `stop` is called.
    package func run() async {
        repeat { await work() } while await wakeUp.wait(milliseconds: Self.usualMilliseconds, pause)
    }

    package func stop() { wakeUp.stop() }

    package func work() async {
        guard let seconds = grants.context.settings.grants.reapAfterSeconds else { return }
        var order = ReapOrder(olderThanSeconds: seconds, limit: Self.batch)
        do throws(VaultError) {
            for _ in 0..<Self.pages where !wakeUp.isStopped && !gate.isClosed {
                let page = try await grants.reap(order, .vault)
                grants.context.flushAudit()
                guard let next = page.next else { return }
                order.after = next
            }
        } catch {}  // Found again in the next round.
    }
}
