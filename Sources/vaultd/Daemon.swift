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

/// The life of the running vault: recovers, serves, reloads on SIGHUP, drains on SIGTERM, makes way for a newer program on SIGUSR2.
/// Its own loop runs on the main thread, so that signals are answered however busy the reactors are.
final class Daemon: Sendable {
    let wiring: Wiring
    let settings: VaultSettings
    let listeners: HeldListeners
    private let upgrade: Upgrade
    private let reloading: Reloading
    let terminal: Terminal
    let control: EventLoop
    /// nil where none is configured.
    private let metrics: LoopBound<MetricsEndpoint>?
    let manager = ServiceNotify()
    private let isStopping = Atomic(false)
    private let isUpgrading = Atomic(false)
    /// Another program follows when this one has ended.
    private let hasSuccessor = Atomic(false)
    let isBackgroundBegun = Atomic(false)
    /// What an unsealing at the start leaves to do once the vault is ready.
    private let start = Mutex<(isReady: Bool, urgent: [Grant]?)>((false, nil))
    private let exitCode = Atomic<Int32>(ExitCode.ok.rawValue)

    init(
        _ wiring: Wiring, _ listeners: HeldListeners, _ settings: VaultSettings, _ file: ConfigurationFile,
        _ terminal: Terminal
    ) throws(StartFailure) {
        self.wiring = wiring
        self.listeners = listeners
        upgrade = Upgrade(CommandLine.arguments, file)
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

    static let signals = [SIGTERM, SIGINT, SIGHUP, SIGUSR2]

    /// Returns when the vault has ended; not at all where another program takes its place.
    func run() -> ExitCode {
        do throws(SocketError) {
            _ = try SignalSource(Self.signals, on: control) { [self] in received($0) }
        } catch {
            terminal.printError("vaultd: could not wait for signals: \(error)\n")
            return .failed
        }
        Task(executorPreference: control) { [self] in await begin() }
        control.run()
        if hasSuccessor.load(ordering: .acquiring) { makeWay() }
        listeners.letGo()
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
            StartMemory.letGo()
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
        switch signal {
        case SIGHUP: Task(executorPreference: control) { [self] in await reload() }
        case SIGUSR2: Task(executorPreference: control) { [self] in await upgradeOrTell() }
        default:
            // Whoever stops a vault that makes way wants none of its successor either.
            guard beginStopping() else { return hasSuccessor.store(false, ordering: .releasing) }
            Task(executorPreference: control) { [self] in await end(listeners.outliveProcess ? .restart : .stop) }
        }
    }

    /// False where an end is under way.
    private func beginStopping() -> Bool { !isStopping.exchange(true, ordering: .acquiringAndReleasing) }

    /// Where the new program is not fit, this one serves on as if nothing had been asked.
    private func upgradeOrTell() async {
        guard !isUpgrading.exchange(true, ordering: .acquiringAndReleasing) else { return }
        if !start.withLock({ $0.isReady }) {
            tellNotUpgraded("it is still starting: ask again when it serves")
        } else if let refusal = await upgrade.refusal(sealed: wiring.seal.problem) {
            tellNotUpgraded(refusal)
        } else if beginStopping() {
            hasSuccessor.store(true, ordering: .releasing)
            return await end(.upgrade)
        }
        isUpgrading.store(false, ordering: .releasing)
    }

    /// Comes back only where no program can be run any more.
    private func makeWay() {
        LastChildren.reap()
        let sockets = listeners.inheritable
        let failure = ProgramSuccession(upgrade.program, upgrade.arguments, passing: sockets).begin()
        terminal.printError("vaultd: the new program did not take over, and the vault has ended: \(failure)\n")
        exitCode.store(ExitCode.failed.rawValue, ordering: .releasing)
    }

    private func reload() async {
        manager.send(.reloading(atMicroseconds: now))
        await reloading.reload()
        manager.send(.ready, status)
    }
}
