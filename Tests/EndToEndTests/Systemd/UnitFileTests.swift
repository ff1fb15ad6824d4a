import Foundation
import TestHarness
import Testing

/// The units of Docs/systemd, as systemd itself reads and judges them.
@Suite struct UnitFileTests {
    private static let units = ["vaultd.service", "vaultd.socket", "vaultd-admin.socket"]
    private static let extras = ["private-ca.conf", "peer-executables.conf"]

    private static func path(_ name: String) -> String { SystemdUnit.folder.appendingPathComponent(name).path }

    @Test func `systemd finds the service exposed by one and a half at most`() async throws {
        let judged = try await Program.run(
            "/usr/bin/systemd-analyze",
            ["security", "--offline=true", "--no-pager", "--threshold=15", Self.path("vaultd.service")])
        #expect(judged.ending == .exit(0), "\(judged.output)\(judged.errors)")
        let level = try #require(judged.output.firstMatch(of: #/Overall exposure level for vaultd.service: ([0-9.]+)/#))
        #expect(try #require(Double(level.output.1)) <= 1.5)
    }

    /// A root with the system's own units, ours, and programs where ours name them.
    private func root(extras: [String]) throws -> TemporaryFolder {
        let root = try TemporaryFolder()
        for folder in ["etc/systemd/system/vaultd.service.d", "usr/sbin", "usr/lib/systemd", "bin"] {
            _ = try root.makeFolder(folder, mode: 0o755)
        }
        let files = FileManager.default
        try files.copyItem(atPath: "/usr/lib/systemd/system", toPath: root.file("usr/lib/systemd/system"))
        for name in Self.units {
            try files.copyItem(atPath: Self.path(name), toPath: root.file("etc/systemd/system/\(name)"))
        }
        for name in extras {
            try files.copyItem(
                atPath: Self.path(name), toPath: root.file("etc/systemd/system/vaultd.service.d/\(name)"))
        }
        try root.write("", to: "usr/sbin/vaultd", mode: 0o755)
        try root.write("", to: "bin/sh", mode: 0o755)
        return root
    }

    @Test(arguments: [[], extras])
    func `systemd has nothing to say about the units`(extras: [String]) async throws {
        let root = try root(extras: extras)
        let verified = try await Program.run(
            "/usr/bin/systemd-analyze", ["verify", "--man=no", "--root=\(root.path)"] + Self.units)
        #expect(verified.ending == .exit(0))
        #expect(verified.output.isEmpty && verified.errors.isEmpty, "\(verified.output)\(verified.errors)")
    }

    @Test func `the users that the units name are made`() async throws {
        let root = try TemporaryFolder()
        _ = try root.makeFolder("etc", mode: 0o755)
        let made = try await Program.run(
            "/usr/bin/systemd-sysusers", ["--root=\(root.path)", Self.path("vaultd.sysusers")])
        #expect(made.ending == .exit(0), "\(made.errors)")
        let service = try SystemdUnit("vaultd.service")
        let users = String(decoding: root.bytes("etc/passwd"), as: UTF8.self).split(separator: "\n")
        let groups = String(decoding: root.bytes("etc/group"), as: UTF8.self).split(separator: "\n")
        let user = try #require(service.value("User"))
        #expect(users.contains { $0.hasPrefix("\(user):") && $0.hasSuffix("/usr/sbin/nologin") })
        for group in try ["vaultd.socket", "vaultd-admin.socket"].map({ try SystemdUnit($0).value("SocketGroup") }) {
            let name = try #require(group)
            #expect(groups.contains { $0.hasPrefix("\(name):") })
        }
    }

    @Test func `units and configuration name the same places`() async throws {
        let configuration = Self.path("vaultd.json5")
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        let service = try SystemdUnit("vaultd.service")
        for (unit, name) in [("vaultd.socket", "workload"), ("vaultd-admin.socket", "admin")] {
            let socket = try SystemdUnit(unit)
            let path = try #require(socket.value("ListenStream"))
            #expect(text.contains("\(name): { path: \"\(path)\""))
            #expect(socket.value("FileDescriptorName") == name)
            #expect(socket.value("Service") == "vaultd.service")
            #expect(service.value("Requires")?.contains(unit) == true)
        }
        let credential = try #require(service.value("LoadCredential")?.split(separator: ":").first)
        #expect(text.contains("seal_key: { credential: \"\(credential)\" }"))
        #expect(service.value("StateDirectory") == "vaultd" && text.contains("\"/var/lib/vaultd/vault.db\""))
        #expect(service.value("LogsDirectory") == "vaultd" && text.contains("\"/var/log/vaultd/audit.jsonl\""))
        let checked = try await Program.run("vaultctl", ["policy", "check", configuration])
        #expect(checked.ending == .exit(0), "\(checked.output)\(checked.errors)")
    }
}
