import Foundation
import Glibc
import TestHarness

/// A place where vaultd is installed, and what lies there now: stands for the package that an operator upgrades.
struct InstalledProgram {
    let vault: TestVault

    var path: String { vault.folder.file("program/vaultd") }

    init(in vault: TestVault) throws {
        self.vault = vault
        _ = try vault.folder.makeFolder("program")
        try install()
    }

    /// The vaultd of this build, or what stands for the next version, whose schema has a step more.
    func install(nextSchema: Bool = false) throws {
        let real = Program.folder.appendingPathComponent("vaultd").path
        try install(
            script: """
                #!/bin/bash
                unset VAULTD_NEXT_SCHEMA
                \(nextSchema ? "export VAULTD_NEXT_SCHEMA=1" : "")
                exec -a "$0" \(real) "$@"

                """)
    }

    /// Replaced as packages do it: whoever runs the old file keeps it.
    func install(script: String, mode: Int = 0o755) throws {
        try vault.folder.write(script, to: "program/new", mode: mode)
        guard rename(vault.folder.file("program/new"), path) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }

    func start() async throws {
        try await vault.start(
            Program(path, ["serve", "--config", vault.configurationPath], environment: vault.notifyEnvironment))
    }

    /// Asks for the upgrade and returns when the next program serves.
    func upgrade() async throws {
        vault.daemon?.send(signal: SIGUSR2)
        guard await vault.waitFor("READY=1") else {
            throw TestVault.Failed(what: "no program followed: \(vault.daemon?.standardError ?? "")")
        }
    }

    /// Asks for an upgrade that is refused, and returns when that was said.
    func upgradeInVain() async throws -> String {
        let before = vault.daemon?.standardError ?? ""
        vault.daemon?.send(signal: SIGUSR2)
        guard await vault.waitFor("STATUS=not upgraded") else { throw TestVault.Failed(what: "it was not refused") }
        // What it said is on its way through a pipe.
        while true {
            let said = String((vault.daemon?.standardError ?? "").dropFirst(before.count))
            if said.hasSuffix("\n") { return said }
            await Task.yield()
        }
    }
}
