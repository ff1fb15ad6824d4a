import Foundation
import Glibc

/// A vault of one test's own: folder, configuration, seal key, store, and the daemon that runs on them, which may be
/// ended, killed and started again on the same store.
package final class TestVault: @unchecked Sendable {
    package struct Failed: Error {
        package let what: String

        package init(what: String) { self.what = what }
    }

    package let folder: TemporaryFolder
    package private(set) var daemon: Program?
    private let ready: ReadySocket

    package var workloadSocket: String { folder.file("run/vaultd.sock") }
    package var adminSocket: String { folder.file("admin/admin.sock") }
    package var configurationPath: String { folder.file("vaultd.json5") }
    package var storePath: String { folder.file("vault.db") }
    package var auditPath: String { folder.file("audit.jsonl") }

    /// Makes folder, configuration, key and store; nothing runs yet.
    ///
    /// - Parameters:
    ///   - providers: members of `providers`, as JSON5.
    ///   - extra: further members of the root, as JSON5.
    package init(providers: String, extra: String = "") async throws {
        folder = try TemporaryFolder()
        _ = try folder.makeFolder("run")
        _ = try folder.makeFolder("admin")
        ready = try ReadySocket(path: folder.file("ready"))
        try configure(providers: providers, extra: extra)
        let made = try await Program.run("vaultd", ["init", "--config", configurationPath])
        guard made.ending == .exit(0) else { throw Failed(what: "vaultd init: \(made.errors)") }
    }

    /// A vault whose one provider, `sim`, is the simulator.
    package convenience init(
        _ simulator: RunningSimulator, rotation: String = "rotates", more: String = "", extra: String = ""
    ) async throws {
        try await self.init(
            providers: Self.provider("sim", simulator, rotation: rotation, more: more), extra: extra)
    }

    /// One member of `providers` that is the simulator; it may be asked as often as a test asks, unless `more` has limits.
    package static func provider(
        _ name: String, _ simulator: RunningSimulator, rotation: String, more: String = ""
    ) -> String {
        let limits = more.contains("limits:") ? "" : "limits: { requests_per_second: 100000, in_flight: 256 },"
        return """
            \(name): {
              issuer: "\(simulator.process.baseURL)", client_id: "vault", rotation: "\(rotation)", \(limits)
              client_secret: { file: "\(simulator.process.secretFile)" }, \(more)
            },
            """
    }

    /// Writes the configuration; whoever runs the test may do everything, and nobody else anything.
    package func configure(providers: String, clients: String? = nil, extra: String = "") throws {
        let everything = """
            me: { match: [{ uid: \(geteuid()) }], allow: [{ providers: "*", methods: [
              "grant.put", "grant.lookup", "grant.list", "grant.revoke", "grant.reap", "token.get", "token.reject",
              "delegation.create", "delegation.list", "delegation.revoke", "provider.list",
              "session.create", "session.lookup", "session.renew", "session.revoke", "session.revoke_all", "session.list",
              "provider.test", "backup.create", "key.status", "key.prepare", "key.activate", "key.rewrap", "key.verify",
              "key.destroy", "seal.status", "seal.unlock", "seal.lock", "seal.change", "policy.explain", "client.list",
              "subject.show", "subject.revoke", "subject.disable", "subject.enable", "report.scopes",
              "identity.resolve", "identity.forget", "audit.status", "audit.verify", "audit.find", "system.health", "system.info", "system.metrics", "system.diagnose", "rpc.discover"] }] },
            """
        let text = """
            {
              seal_key: { file: "\(folder.file("seal.key"))" },
              store: { path: "\(storePath)" },
              audit: { path: "\(auditPath)" },
              sockets: { workload: { path: "\(workloadSocket)" }, admin: { path: "\(adminSocket)" } },
              providers: { \(providers) },
              clients: { \(clients ?? everything) },
              \(extra)
            }
            """
        try folder.write(text, to: "vaultd.json5")
    }

    /// Starts the daemon and returns when it says that it is ready.
    package func start(failpoint: String? = nil, environment: [String: String] = [:]) async throws {
        var environment = environment
        environment.merge(notifyEnvironment) { _, ours in ours }
        if let failpoint { environment["VAULTD_FAILPOINT"] = failpoint }
        try await start(Program("vaultd", ["serve", "--config", configurationPath], environment: environment))
    }

    /// The environment by which a daemon tells this vault that it is ready.
    package var notifyEnvironment: [String: String] { ["NOTIFY_SOCKET": ready.path] }

    /// Takes over a daemon that was started another way, with `notifyEnvironment`; returns when it says that it is ready.
    package func start(_ program: Program, until word: String = "READY=1") async throws {
        daemon = program
        guard await ready.wait(for: word, while: { program.isRunning }) else {
            throw Failed(what: "vaultd did not become ready: \(program.standardError)")
        }
    }

    /// Waits for the next word of the daemon to its service manager.
    package func waitFor(_ word: String) async -> Bool {
        await ready.wait(for: word) { [daemon] in daemon?.isRunning ?? false }
    }

    /// SIGTERM, and the end.
    @discardableResult
    package func stop() async -> Program.Ending? {
        daemon?.send(signal: SIGTERM)
        return await daemon?.ended()
    }

    /// SIGKILL, and the end.
    @discardableResult
    package func kill() async -> Program.Ending? {
        daemon?.send(signal: SIGKILL)
        return await daemon?.ended()
    }

    /// The audit log's lines.
    /// Without those that the log writes of itself.
    package func auditLines() -> [String] {
        String(decoding: folder.bytes("audit.jsonl"), as: UTF8.self).split(separator: "\n").map(String.init).filter {
            !$0.contains(#""kind":"audit_span""#) && !$0.contains(#""kind":"audit_sealed""#)
        }
    }
}
