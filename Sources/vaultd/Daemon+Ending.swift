import Synchronization
import VaultAudit
import VaultCommandLine
import VaultCore
import VaultCrypto
import VaultProvider
import VaultServer
import VaultService
import VaultSocket
import VaultStorage

extension Daemon {
    /// Why the vault ends, which decides what becomes of those who are connected or come now.
    enum End {
        /// Nobody can connect any more; who is connected is told that it ends.
        case stop
        /// The service manager keeps the sockets: whoever comes now waits for the next start.
        case restart
        /// Another program follows in this process.
        case upgrade

        /// Of the audit record.
        var reason: String? { if case .upgrade = self { "upgrade" } else { nil } }
    }

    /// What was begun is answered, or stays in the journal when the time is up; then everything is closed in order.
    func end(_ end: End) async {
        switch end {
        case .stop, .restart: manager.send(.stopping)
        case .upgrade: manager.send(.reloading(atMicroseconds: now), .status("makes way for a newer program"))
        }
        // Whoever waits for a provider's last word would hold up the end.
        wiring.revocations.stop()
        if await !drain(end) {
            terminal.printError("vaultd: not all was answered in time; open refreshes are resolved at the next start\n")
        }
        await endBackground()
        await wiring.server.closeAll()
        wiring.auditKeeping.stop()
        await wiring.followers.endWatching()
        wiring.trail.record(AuditEvent(.stopped, .done, reason: end.reason))
        do throws(AuditFailure) { try wiring.audit.end() } catch {
            terminal.printError("vaultd: the last audit records could not be written\n")
        }
        await wiring.followers.end()
        for loop in wiring.loops { loop.stop() }
        wiring.fetching.close()
        wiring.store.close()
        wiring.sealer.lock()
        control.stop()
    }

    /// - Returns: whether everything was answered in time.
    private func drain(_ end: End) async -> Bool {
        let limit = Duration.milliseconds(settings.drainMilliseconds)
        guard case .stop = end else {
            // Whatever callers have sent is answered, with new refreshes too: those who pipeline lose nothing.
            let wasInTime = await wiring.server.handOver(within: limit)
            wiring.tokens.refresher.stop()
            return wasInTime
        }
        wiring.tokens.refresher.stop()
        listeners.letGo()
        return await wiring.server.drain(within: limit)
    }

    private func endBackground() async {
        wiring.lastUses.stop()
        wiring.delegationCleaning.stop()
        wiring.sessionKeeping.stop()
        wiring.endedGrants.stop()
        wiring.scopeUseKeeping.stop()
        wiring.forecasting.stop()
        wiring.expiryNotices.stop()
        wiring.reaping.stop()
        wiring.keepAlive.stop()
        wiring.refreshAhead.stop()
        wiring.hiding.stop()
        wiring.keyKeeping.stop()
        wiring.rewrapping.stop()
        await wiring.lastUses.flush()
        await wiring.sessionKeeping.flush()
        // A vault that was sealed all along has changed nothing of its store.
        if isBackgroundBegun.load(ordering: .acquiring) {
            await wiring.scopeUseKeeping.flush()
            wiring.anchor.stop()
            await wiring.anchor.end()
        }
    }

    /// Nothing was changed; whoever asked learns it where they look: the log, the audit log, the service manager.
    func tellNotUpgraded(_ refusal: String) {
        terminal.printError("vaultd: not upgraded, this program serves on: \(refusal)\n")
        wiring.trail.record(AuditEvent(.stopped, .failed, reason: "upgrade_refused"))
        do throws(AuditFailure) { try wiring.audit.flush() } catch {
            terminal.printError("vaultd: could not write the audit log (\(errorText(error.errno)))\n")
        }
        manager.send(.status("not upgraded: \(refusal)"))
    }

    /// Since the machine's start, as sd_notify(3) wants it.
    var now: UInt64 { UInt64(wiring.context.clock.monotonicMilliseconds()) * 1000 }
}
