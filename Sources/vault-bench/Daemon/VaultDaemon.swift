import Glibc
import VaultSocket

/// The real `vaultd` beside this program, with a store and a throw-away key of its own; policy and audit are on.
final class VaultDaemon: MeasuredServer {
    let folder: WorkFolder
    private let processors: Processors
    private var isPinned: Bool
    private let configuration: (_ cachedTokens: Int?) -> String
    private var process: ChildProcess?
    /// From the start of the program to its word that it is ready.
    private(set) var startNanoseconds: UInt64 = 0

    var socket: String { folder.file("run/vaultd.sock") }
    var store: String { folder.file("vault.db") }
    var id: Int32 { process?.id ?? 0 }

    /// Makes key and store; the daemon does not run yet.
    ///
    /// - Parameters:
    ///   - provider: the members of the one provider, `bench`, as JSON5.
    ///   - isPinned: to the server's processor; false lets loops and writer run beside each other.
    ///   - cachedTokens: access tokens that it keeps in memory; nil: as many as it does by itself.
    init(
        _ context: BenchContext, provider: String = VaultDaemon.deafProvider, isPinned: Bool = true,
        cachedTokens: Int? = nil
    ) throws {
        let folder = try WorkFolder(in: context.folder)
        self.folder = folder
        processors = context.processors
        self.isPinned = isPinned
        _ = try folder.makeFolder("run")
        _ = try folder.makeFolder("admin")
        // The context keeps daemons itself: held here, it would never let go of their folders.
        let rules = context.rules
        configuration = { Self.configuration(folder, provider: provider, rules: rules, cachedTokens: $0) }
        try folder.write(configuration(cachedTokens), to: "vaultd.json5")
        let log = folder.file("vaultd.log")
        let making = try ChildProcess(
            Programs.path("vaultd"), ["init", "--config", folder.file("vaultd.json5")], processor: nil, errors: log)
        guard making.wait() == 0 else { throw LoadFailure("vaultd init failed: \(TextFile.read(log))") }
    }

    /// No token is ever refreshed: whatever is asked for is cached.
    static let deafProvider = """
        token_endpoint: "http://127.0.0.1:9/token", client_id: "bench", client_authentication: "none", rotation: "rotates"
        """

    /// For the starts that follow.
    func configure(cachedTokens: Int?, isPinned: Bool) throws {
        self.isPinned = isPinned
        unlink(folder.file("vaultd.json5"))
        try folder.write(configuration(cachedTokens), to: "vaultd.json5")
    }

    /// - Parameter environment: for the daemon alone.
    func start(environment: [String] = []) throws {
        let ready = try NotifySocket(path: folder.file("ready"))
        defer { unlink(ready.path) }
        let log = folder.file("vaultd.log")
        let process = try ChildProcess(
            Programs.path("vaultd"), ["serve", "--config", folder.file("vaultd.json5")],
            processor: processors.server,
            errors: log, environment: ["NOTIFY_SOCKET=\(ready.path)", "SWIFT_BACKTRACE=enable=no"] + environment)
        guard ready.waitForReady(while: { process.isAlive }) else {
            throw LoadFailure("vaultd did not become ready: \(TextFile.read(log))")
        }
        startNanoseconds = MonotonicInstant.now.nanoseconds - process.startedAt
        self.process = process
        if !isPinned { processors.spread(process: process.id) }
    }

    /// Ends it in order, so that the next start finds nothing to mend.
    func stop() {
        guard let process else { return }
        kill(process.id, SIGTERM)
        _ = process.wait()
        self.process = nil
    }

    func prepareRun() throws { try emptyAuditLog() }

    /// Between runs, as a rotation would: the log of a run at full speed is gigabytes, and must neither fill the disk nor
    /// make the next run pay for memory that the machine has not used before.
    func emptyAuditLog() throws {
        guard truncate(folder.file("audit.jsonl"), 0) == 0 else { throw LoadFailure("the audit log cannot be emptied") }
    }

    private static func configuration(
        _ folder: WorkFolder, provider: String, rules: Int, cachedTokens: Int?
    ) -> String {
        """
        {
          seal_key: { file: "\(folder.file("seal.key"))" },
          store: { path: "\(folder.file("vault.db"))" },
          audit: { path: "\(folder.file("audit.jsonl"))" },
          sockets: {
            workload: { path: "\(folder.file("run/vaultd.sock"))" },
            admin: { path: "\(folder.file("admin/admin.sock"))" },
          },
          providers: { bench: { \(provider) } },
          clients: { \(BenchPolicy(rules: rules).clients(uid: geteuid(), executable: Programs.own)) },
          sessions: { cached: 40000 },
          tokens: { \(cachedTokens.map { "cached: \($0)" } ?? "") },
          limits: { connections: 30000, connections_per_client: 30000 },
          allow_unlocked_memory: true,
        }
        """
    }
}
