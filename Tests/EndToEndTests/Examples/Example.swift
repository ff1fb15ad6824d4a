import Foundation
import TestHarness

/// A folder of `Docs/examples`, and what a test must know of it to run it as it stands.
struct Example {
    static let nodeBackend = Example(
        folder: place("node-backend"), server: "server.mjs", port: 8080, user: "portal", signIn: "/sign-in",
        callback: "/callback", plugin: nil)
    static let backstage = Example(
        folder: place("backstage"), server: "auth-backend.mjs", port: 7007, user: "backstage",
        signIn: "/api/auth/idp/start", callback: "/api/auth/idp/handler/frame",
        plugin: (server: "plugin.mjs", port: 7011, user: "backstage-ci"))

    let folder: URL
    let server: String
    let port: Int
    let user: String
    let signIn: String
    let callback: String
    /// A process of its own, with a user of its own.
    let plugin: (server: String, port: Int, user: String)?

    private static func place(_ name: String) -> URL {
        Promtool.root.appendingPathComponent("Docs/examples/" + name)
    }

    /// How the vault's configuration has the client that is this user.
    static func match(_ user: String) -> String { #"user: "\#(user)", systemd_unit: "\#(user).service""# }

    /// A file of the example with its own paths put in; what is not there to be replaced is an error.
    func text(_ name: String, with places: KeyValuePairs<String, String>) throws -> String {
        var text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        for (old, new) in places { text = try Self.replace(old, new, in: text) }
        return text
    }

    static func replace(_ old: String, _ new: String, in text: String) throws -> String {
        guard text.contains(old) else { throw TestVault.Failed(what: "the example has no '\(old)' any more") }
        return text.replacingOccurrences(of: old, with: new)
    }

    /// Starts the plugin, as another user and from files that this one may read.
    func startPlugin(on vault: TestVault, api: String) async throws -> NodeBackend? {
        guard let plugin else { return nil }
        let files = FileManager.default
        for name in ["clients/node/index.cjs", "clients/node/index.mjs", "examples/backstage/\(plugin.server)"] {
            let copy = vault.folder.file("Docs/" + name)
            try files.createDirectory(
                atPath: (copy as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try files.copyItem(atPath: Promtool.root.appendingPathComponent("Docs/" + name).path, toPath: copy)
        }
        let settings = try text(
            "plugin.example.json",
            with: [
                #""port": \#(plugin.port)"#: #""port": 0"#, "/run/vaultd/workload/socket": vault.workloadSocket,
                #""vault_deadline_seconds": 15"#: #""vault_deadline_seconds": 60"#,
                "https://idp.example.com/userinfo": api,
            ])
        try vault.folder.write(settings, to: "plugin.json", mode: 0o644)
        return try await NodeBackend(
            vault.folder.file("Docs/examples/backstage/" + plugin.server), settings: vault.folder.file("plugin.json"),
            asUser: OtherUser.uid)
    }
}
