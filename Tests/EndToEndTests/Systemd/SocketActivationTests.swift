import Foundation
import Glibc
import TestHarness
import Testing
import VaultJSON

/// The daemon behind sockets that systemd's own program made, with the names that the units give them.
@Suite(.timeLimit(.minutes(5))) struct SocketActivationTests {
    @Test func `the first who connects starts the daemon and is served on the socket that the unit names`() async throws
    {
        let vault = try await TestVault(providers: "")
        _ = try vault.folder.makeFolder("activation")
        let units = try ["vaultd-admin.socket", "vaultd.socket"].map(SystemdUnit.init)
        let names = try units.map { try #require($0.value("FileDescriptorName")) }
        let paths = names.map { vault.folder.file("activation/\($0)") }
        let variables = vault.notifyEnvironment.map { "--setenv=\($0.key)=\($0.value)" }
        let activator = try Program(
            "/usr/bin/systemd-socket-activate",
            paths.map { "--listen=\($0)" } + ["--fdname=\(names.joined(separator: ":"))"] + variables
                + [
                    Program.folder.appendingPathComponent("vaultd").path, "serve", "--config", vault.configurationPath,
                ])
        // It listens before it says so.
        while activator.isRunning, !paths.allSatisfy({ activator.standardError.contains($0) }) { sched_yield() }
        let first = try RawConnection(paths[1])
        try await vault.start(activator)
        #expect(try first.call("system.ping")?["result"]?["pong"]?.bool == true)
        // A method of the admin socket tells which is which.
        #expect(try first.refusal("provider.test", #"{"provider":"none"}"#) == "permission_denied")
        #expect(try RawConnection(paths[0]).refusal("provider.test", #"{"provider":"none"}"#) == "not_found")
        #expect(!FileManager.default.fileExists(atPath: vault.workloadSocket))
        #expect(await vault.stop() == .exit(0))
        #expect(paths.allSatisfy(FileManager.default.fileExists))
    }
}
