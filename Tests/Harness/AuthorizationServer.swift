import Foundation
import Synchronization
import VaultJSON

/// A real authorization server of `Tests/idp` in a folder of its own; it ends with the test process, for its standard input does.
package final class AuthorizationServer: Sendable {
    package struct Failed: Error, CustomStringConvertible {
        package let description: String
    }

    package enum Kind: String, Sendable, CaseIterable {
        case glewlwyd
        case djangoOAuthToolkit = "django-oauth-toolkit"
    }

    package let kind: Kind
    /// What the first mint brought, with everything that a provider's entry needs.
    package let first: ServerGrant
    private let folder: TemporaryFolder
    private let child: SpawnedChild

    /// Starts the server and returns when it has minted its first grant.
    ///
    /// - Parameter options: of `up.py`, such as `--tls`; kept for every later command.
    package init(_ kind: Kind, _ options: [String] = []) async throws {
        self.kind = kind
        folder = try TemporaryFolder()
        child = try SpawnedChild(
            try Self.script(kind) + [folder.file("server"), "serve"] + options,
            environment: ["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME=\(folder.path)"])
        let messages = Messages()
        Thread.detachNewThread { [errors = child.errors] in
            SpawnedChild.drain(errors) { bytes in messages.text.withLock { $0 += bytes } }
        }
        do {
            first = try ServerGrant(JSONDocument(parsing: try await child.firstLine()).root)
        } catch {
            let text = messages.text.withLock { String(decoding: $0, as: UTF8.self) }
            throw Failed(description: "\(kind.rawValue) did not start (\(error)): \(text)")
        }
    }

    deinit {
        child.closeInput()
        _ = SpawnedChild.wait(for: child.processID)
    }

    // MARK: commands

    /// One more grant.
    package func mint(_ options: String...) async throws -> ServerGrant {
        try ServerGrant(try await run("mint", options))
    }

    /// Ends every grant of one client, as an administrator does.
    package func killGrants(of client: String) async throws -> Int64 {
        try await run("kill", ["--client", client])["killed"]?.integer ?? 0
    }

    /// The status with which the server answers to this refresh token.
    package func statusOfRefresh(with token: String, _ options: String...) async throws -> Int64? {
        try await run("refresh", options, input: token)["status"]?.integer
    }

    /// The `sub` that the server tells to whoever holds this access token; nil when it refuses it.
    ///
    /// - Parameter proof: of possession, for a GET of the userinfo endpoint; nil: it is used as a bearer token.
    package func subject(
        of accessToken: String, proof: String? = nil, _ options: String...
    ) async throws -> String? {
        let answer = try await run("userinfo", options, input: accessToken + (proof.map { "\n" + $0 } ?? ""))
        return answer["status"]?.integer == 200 ? answer["sub"]?.string : nil
    }

    /// Where the server sends the browser back to, once its user has signed in at this address and agreed; not fetched.
    package func authorize(_ address: String) async throws -> String {
        try await run("authorize", [], input: address)["location"]?.string ?? ""
    }

    /// Every token of one client that the server still knows.
    package func tokens(of client: String) async throws -> [String] {
        try await run("tokens", ["--client", client])["tokens"]?.elements?.compactMap(\.string) ?? []
    }

    /// The status with which the server answers to whoever brings this as an access token.
    package func statusOfUse(of token: String) async throws -> Int64? {
        try await run("userinfo", [], input: token)["status"]?.integer
    }

    private func run(_ action: String, _ options: [String], input: String = "") async throws -> JSONValue {
        let command = try Self.script(kind) + [folder.file("server"), action] + options
        let ended = try await Program.run(
            command[0], Array(command.dropFirst()), environment: ["HOME": folder.path], input: Array(input.utf8))
        guard ended.ending == .exit(0) else {
            throw Failed(description: "\(kind.rawValue) \(action): \(ended.errors)")
        }
        return try JSONDocument(parsing: Array(ended.output.utf8)).root
    }

    // MARK: places

    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func script(_ kind: Kind) throws -> [String] {
        let installed =
            ProcessInfo.processInfo.environment["IDP_HOME"] ?? repository.appendingPathComponent(".build/idp").path
        let python = installed + "/django-oauth-toolkit/bin/python"
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw Failed(description: "the real authorization servers are not installed: run Tests/idp/setup.sh first")
        }
        return [python, repository.appendingPathComponent("Tests/idp/\(kind.rawValue)/up.py").path]
    }

    /// What the server says on standard error.
    private final class Messages: Sendable {
        let text = Mutex<[UInt8]>([])
    }
}
