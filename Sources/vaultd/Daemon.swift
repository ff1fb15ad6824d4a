import Glibc
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

/// The life of the running vault: recovers, serves, reloads on SIGHUP, drains on SIGTERM. Its own loop runs on the main
/// thread, so that signals are answered however busy the reactors are.
final class Daemon: Sendable {
    private let wiring: Wiring
    private let settings: VaultSettings
    private let reloading: Reloading
    private let terminal: Terminal
    private let control: EventLoop
    /// nil where none is configured.
    private let metrics: LoopBound<MetricsEndpoint>?
    private let manager = ServiceNotify()
    private let isStopping = Atomic(false)
    private let isBackgroundBegun = Atomic(false)
    /// What an unsealing at the start leaves to do once the vault is ready.
    private let start = Mutex<(isReady: Bool, urgent: [Grant]?)>((false, nil))
    private let exitCode = Atomic<Int32>(ExitCode.ok.rawValue)

    init(
        _ wiring: Wiring, _ settings: VaultSettings, _ file: ConfigurationFile, _ terminal: Terminal
    ) throws(StartFailure) {
        self.wiring = wiring
        self.settings = settings
        self.terminal = terminal
        reloading = Reloading(file: file, wiring: wiring, running: settings, terminal: terminal)
        do throws(SocketError) {
            control = try EventLoop(name: "vault-control")
            metrics = try Self.endpoint(settings.metrics, wiring.metrics, control)
        } catch {
            throw StartFailure("could not make the control loop, or listen for metrics: \(error)")
        }
    }

    /// On the control loop, which serves nobody: however often metrics are asked for, no request waits for it.
    private static func endpoint(
        _ listen: MetricsListen?, _ report: MetricsReport, _ control: EventLoop
    ) throws(SocketError) -> LoopBound<MetricsEndpoint>? {
        switch listen {
        case nil: return nil
        case .loopback(let octets, let port)?:
            let listener = try LoopbackListener(octets: octets, port: port)
            return LoopBound(try MetricsEndpoint(on: listener, control, metrics: report.exposition), on: control)
        case .unix(let path)?:
            let options = UnixListener.Options(mode: 0o660)
            let listener = try UnixListener.bind(path: path, options: options)
            return LoopBound(try MetricsEndpoint(on: listener, control, metrics: report.exposition), on: control)
        }
    }

    /// Returns when the vault has ended.
    func run() -> ExitCode {
        do throws(SocketError) {
            _ = try SignalSource([SIGTERM, SIGINT, SIGHUP], on: control) { [self] in received($0) }
        } catch {
            terminal.printError("vaultd: could not wait for signals: \(error)\n")
            return .failed
        }
        Task(executorPreference: control) { [self] in await begin() }
        control.run()
        return ExitCode(rawValue: exitCode.load(ordering: .acquiring)) ?? .failed
    }

    private func begin() async {
        do throws(VaultError) {
            wiring.seal.observe(
                SealObserver(
                    sealed: { [self] in await sealed() },
                    opened: { [self] report, urgent in opened(report, urgent) }))
            await wiring.seal.start()
            if let problem = wiring.seal.problem {
                terminal.printError("vaultd: starts sealed (\(problem.reason.rawValue)): \(problem.text)\n")
            }
            if settings.isDevelopment { terminal.printError(Reloading.developmentNote) }
            try startLoops()
            recordRollback()
            tellWitness()
            wiring.catchUp.tell(wiring.audit)
            wiring.trail.record(AuditEvent(.started, .done, reason: wiring.seal.problem?.reason.rawValue))
            try flushAudit()
            startWatchdog()
            wiring.followers.start()
            Task(executorPreference: globalConcurrentExecutor) { [wiring] in await wiring.auditKeeping.run() }
            manager.send(.ready, status)
            let left = start.withLock { start in
                start.isReady = true
                return start.urgent
            }
            if let left { beginBackground(left) }
        } catch {
            terminal.printError("vaultd: could not begin to serve: \(error)\n")
            exitCode.store(ExitCode.failed.rawValue, ordering: .releasing)
            control.stop()
        }
    }

    /// For people who look at the service manager.
    private var status: ServiceState {
        .status(wiring.seal.problem.map { "sealed (\($0.reason.rawValue))" } ?? "serving")
    }

    // MARK: seal

    private func sealed() async {
        wiring.sessionCache.shut()
        await wiring.server.settle()
        manager.send(status)
    }

    private func opened(_ report: IntentRecovery.Report, _ urgent: [Grant]) {
        wiring.sessionCache.reopen()
        if report.lost > 0 {
            terminal.printError(
                "vaultd: \(report.lost) refreshes had no answer when they were cut off and cannot be tried again; "
                    + "their grants need re-authentication (lost_rotation)\n")
        }
        let mustWait = start.withLock { start in
            if !start.isReady { start.urgent = urgent }
            return !start.isReady
        }
        if mustWait { return }
        manager.send(status)
        beginBackground(urgent)
    }

    /// What runs in the background needs keys: it begins with the first unsealing, and finds its work undone while sealed.
    private func beginBackground(_ urgent: [Grant]) {
        Task(executorPreference: control) { [wiring] in await wiring.recovery.refresh(urgent) }
        guard !isBackgroundBegun.exchange(true, ordering: .acquiringAndReleasing) else {
            wiring.endedGrants.wake()
            return wiring.revocations.wake()
        }
        Task(executorPreference: control) { [wiring] in await wiring.revocations.run() }
        Task(executorPreference: control) { [wiring] in await wiring.lastUses.run() }
        Task(executorPreference: control) { [wiring] in await wiring.delegationCleaning.run() }
        Task(executorPreference: control) { [wiring] in await wiring.sessionKeeping.run() }
        Task(executorPreference: control) { [wiring] in await wiring.endedGrants.run() }
        Task(executorPreference: control) { [wiring] in await wiring.scopeUseKeeping.run() }
        Task(executorPreference: control) { [wiring] in await wiring.anchor.run() }
        Task(executorPreference: control) { [wiring] in await wiring.hiding.run() }
        Task(executorPreference: control) { [wiring] in await wiring.expiryNotices.run() }
        Task(executorPreference: control) { [wiring] in await wiring.reaping.run() }
        Task(executorPreference: control) { [wiring] in await wiring.keepAlive.run() }
        Task(executorPreference: control) { [wiring] in await wiring.refreshAhead.run() }
        Task(executorPreference: globalConcurrentExecutor) { [wiring] in await wiring.forecasting.run() }
        // On threads of its own: a batch takes milliseconds of a processor, which the loops' callers must not wait for.
        Task(executorPreference: globalConcurrentExecutor) { [wiring] in await wiring.rewrapping.run() }
        Task(executorPreference: globalConcurrentExecutor) { [wiring] in await wiring.keyKeeping.run() }
    }

    /// Severe: somebody put an older store in the place of the newest, or the newest is lost.
    private func recordRollback() {
        guard case .rolledBack(let evidence) = wiring.age else { return }
        wiring.trail.record(AuditEvent(.rollbackDetected, .failed, reason: evidence.word))
    }

    /// That an older store would have to be older than the anchor, too, to be found out.
    private func tellWitness() {
        guard let mark = wiring.store.mark(), mark.storeID != wiring.witness?.storeID else { return }
        terminal.printError(
            "vaultd: the audit log tells of no change of this store, as after a rotation; only its anchor was looked at\n"
        )
    }

    // MARK: life

    private func startLoops() throws(VaultError) {
        do throws(SocketError) {
            // Detached: the loops end with `stop`, the process with `control`.
            for loop in wiring.loops { _ = try loop.start() }
        } catch {
            throw .internal(reason: "could not start a reactor thread: \(error)")
        }
    }

    private func flushAudit() throws(VaultError) {
        do throws(AuditFailure) {
            try wiring.audit.writeOut()
        } catch {
            throw .internal(reason: "could not write the audit log (\(errorText(error.errno)))")
        }
    }

    private func startWatchdog() {
        guard let interval = manager.watchdogInterval else { return }
        control.run { [self] in keepWatchdogQuiet(every: interval) }
    }

    private func keepWatchdogQuiet(every interval: Duration) {
        manager.send(.watchdog)
        control.schedule(after: interval) { [self] in keepWatchdogQuiet(every: interval) }
    }

    // MARK: signals

    private func received(_ signal: Int32) {
        if signal == SIGHUP {
            Task(executorPreference: control) { [self] in await reload() }
        } else if !isStopping.exchange(true, ordering: .acquiringAndReleasing) {
            Task(executorPreference: control) { [self] in await end() }
        }
    }

    private func reload() async {
        manager.send(.reloading(atMicroseconds: UInt64(wiring.context.clock.monotonicMilliseconds()) * 1000))
        await reloading.reload()
        manager.send(.ready, status)
    }

    /// No new work; what was begun is answered, or stays in the journal when the time is up.
    private func end() async {
        manager.send(.stopping)
        wiring.tokens.refresher.stop()
        // Whoever waits for a provider's last word would hold up the end.
        wiring.revocations.stop()
        let wasInTime = await wiring.server.drain(within: .milliseconds(settings.drainMilliseconds))
        if !wasInTime {
            terminal.printError("vaultd: not all was answered in time; open refreshes are resolved at the next start\n")
        }
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
        await wiring.server.closeAll()
        wiring.auditKeeping.stop()
        await wiring.followers.endWatching()
        wiring.trail.record(AuditEvent(.stopped, .done))
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
}
