import Foundation
import Glibc
import TestHarness
import Testing
import VaultJSON

/// Whose socket it is: a stale file is replaced, a live one is not, and one that the service manager made is only used.
@Suite struct SocketTests {
    @Test func `a socket file that nobody answers on is replaced`() async throws {
        let vault = try await TestVault(providers: "")
        try await vault.start()
        #expect(await vault.kill() == .signal(SIGKILL))
        #expect(FileManager.default.fileExists(atPath: vault.workloadSocket))
        try await vault.start()
        #expect(try RawConnection(vault.workloadSocket).call("system.ping") != nil)
        #expect(await vault.stop() == .exit(0))
    }

    @Test func `a socket that somebody serves is not taken away`() async throws {
        let first = try await TestVault(providers: "")
        try await first.start()
        let second = try await TestVault(providers: "")
        try second.edit("\"\(second.workloadSocket)\"", into: "\"\(first.workloadSocket)\"")
        let refused = try await second.vaultd("serve")
        #expect(refused.ending == .exit(1))
        #expect(refused.errors.contains(first.workloadSocket), "\(refused.errors)")
        #expect(try RawConnection(first.workloadSocket).call("system.ping") != nil)
        #expect(await first.stop() == .exit(0))
    }

    @Test func `a file that is no socket is not removed`() async throws {
        let vault = try await TestVault(providers: "")
        try vault.folder.write("mine", to: "run/vaultd.sock")
        let refused = try await vault.vaultd("serve")
        #expect(refused.ending == .exit(1))
        #expect(refused.errors.contains(vault.workloadSocket), "\(refused.errors)")
        #expect(vault.folder.bytes("run/vaultd.sock") == Array("mine".utf8))
    }

    @Test func `sockets of the service manager are told apart by name and left in place`() async throws {
        let vault = try await TestVault(providers: "")
        _ = try vault.folder.makeFolder("activation")
        let workload = vault.folder.file("activation/w.sock")
        let admin = vault.folder.file("activation/a.sock")
        // The admin socket comes first, so that only the names can tell.
        try await vault.start(
            Program(
                "/usr/bin/python3",
                [
                    "-c", Self.activate, "admin=\(admin)", "workload=\(workload)", "--",
                    Program.folder.appendingPathComponent("vaultd").path, "serve", "--config", vault.configurationPath,
                ], environment: vault.notifyEnvironment))
        #expect(try RawConnection(workload).refusal("provider.test", "{\"provider\":\"none\"}") == "permission_denied")
        #expect(try RawConnection(admin).refusal("provider.test", "{\"provider\":\"none\"}") == "not_found")
        #expect(!FileManager.default.fileExists(atPath: vault.workloadSocket))
        #expect(!FileManager.default.fileExists(atPath: vault.adminSocket))
        #expect(await vault.stop() == .exit(0))
        #expect(FileManager.default.fileExists(atPath: workload))
        #expect(FileManager.default.fileExists(atPath: admin))
    }

    /// What systemd does: listens, passes the sockets as descriptors from 3 on, and becomes the daemon (sd_listen_fds(3)).
    private static let activate = """
        import os, socket, sys
        end = sys.argv.index("--")
        pairs = [word.split("=", 1) for word in sys.argv[1:end]]
        made = []
        for name, path in pairs:
            made.append(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            made[-1].bind(path)
            made[-1].listen(16)
        high = [os.dup2(one.fileno(), 100 + at) for at, one in enumerate(made)]
        for at, one in enumerate(high):
            os.dup2(one, 3 + at)
            os.set_inheritable(3 + at, True)
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(made)),
                          LISTEN_FDNAMES=":".join(name for name, _ in pairs))
        os.closerange(3 + len(made), 200)
        os.execv(sys.argv[end + 1], sys.argv[end + 1:])
        """
}
