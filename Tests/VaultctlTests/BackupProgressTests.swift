import Synchronization
import Testing
import VaultClient
import VaultCommandLine
import VaultJSON

@testable import vaultctl

/// The bar of a backup of a large store.
@Suite struct BackupProgressTests {
    /// Is done with its backup when somebody has looked twice.
    private final class SlowVault: Vault {
        private let looks = Mutex(0)
        private let (done, end) = AsyncStream<Void>.makeStream()

        var lookCount: Int { looks.withLock(\.self) }

        /// A backup that nobody watches must not wait.
        init(isWatched: Bool) { if !isWatched { end.finish() } }

        func perform(_ call: ClientCall) async throws(VaultClientError) -> ResultReader {
            guard case .info = call else {
                for await _ in done {}
                return try reader(
                    #"{"file":"/b","created_at":1767225600,"store":"00","master_keys":[1],"grants":1,"#
                        + #""pending_revocations":0,"bytes":4096}"#)
            }
            let look = looks.withLock { looks in
                looks += 1
                return looks
            }
            if look == 2 { end.finish() }
            return try reader(
                #"{"version":"1","protocol":"1.0","pid":1,"started_at":1,"uptime_seconds":1,"connections":1,"#
                    + #""in_flight":1,"providers":1,"backup_done_bytes":\#(look * 26214400),"#
                    + #""backup_total_bytes":104857600}"#)
        }

        private func reader(_ text: String) throws(VaultClientError) -> ResultReader {
            guard let document = try? JSONDocument(parsing: Array(text.utf8)) else {
                throw .protocolViolation("the test's answer is no JSON")
            }
            return ResultReader(document.root, of: "test")
        }
    }

    private func run(_ line: String, _ vault: SlowVault, _ console: FakeConsole) async throws {
        let arguments = line.split(separator: " ").map(String.init)
        guard case .run(let command) = try VaultctlProgram.spec.parse(arguments) else {
            Issue.record("no command")
            return
        }
        #expect(await CommandRunner(vault: vault, console: console, command: command).run() == .ok)
    }

    @Test(.timeLimit(.minutes(5)), arguments: ["", " --json"])
    func `on a terminal a backup shows how far it is, and prints what it prints otherwise`(json: String) async throws {
        let console = FakeConsole()
        console.isNoteTerminal = true
        try await run("backup create /b" + json, SlowVault(isWatched: true), console)
        #expect(console.notes.contains("25 %, 25 of 100 MiB"))
        #expect(console.notes.contains("50 %, 50 of 100 MiB"))
        #expect(console.notes.hasSuffix("\n"))
        let plain = FakeConsole()
        try await run("backup create /b" + json, SlowVault(isWatched: false), plain)
        #expect(plain.output == console.output)
    }

    @Test(
        .timeLimit(.minutes(5)), arguments: ["backup create /b --quiet", "backup create /b", "backup create /b --json"])
    func `nobody is asked how far it is where nobody looks`(line: String) async throws {
        let console = FakeConsole()
        console.isNoteTerminal = line.hasSuffix("--quiet")
        let vault = SlowVault(isWatched: false)
        try await run(line, vault, console)
        #expect(console.notes == "")
        #expect(vault.lookCount == 0)
    }
}
