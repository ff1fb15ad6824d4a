import Glibc
import Synchronization
import TestHarness
import Testing
import VaultCore
import VaultTestSupport

@testable import VaultProvider

@Suite struct SecretReaderTests {
    private static func read(_ source: SecretSource) -> Result<String, SecretReadError> {
        do throws(SecretReadError) {
            return .success(Samples.text(try SecretReader.read(source)) ?? "")
        } catch {
            return .failure(error)
        }
    }

    @Test(arguments: [
        ("s3cret", "s3cret"), ("s3cret\n", "s3cret"), ("s3cret\n\n", "s3cret\n"), (" s \n", " s "), ("é\n", "é"),
    ])
    func `a file is the secret, less one newline at the end`(content: String, secret: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(content, to: "secret", mode: 0o400)
        #expect(Self.read(.file(path: folder.file("secret"))) == .success(secret))
    }

    @Test(arguments: [0o404, 0o440, 0o600 | 0o020, 0o602]) func `a file that others can read or change is refused`(
        mode: Int
    ) throws {
        let folder = try TemporaryFolder()
        try folder.write("s", to: "secret", mode: mode)
        let path = folder.file("secret")
        #expect(Self.read(.file(path: path)) == .failure(.openToOthers(path: path)))
    }

    @Test func `what is not a regular file with something in it is refused`() throws {
        let folder = try TemporaryFolder()
        let missing = folder.file("missing")
        #expect(Self.read(.file(path: missing)) == .failure(.cannotOpen(path: missing, errno: ENOENT)))
        #expect(Self.read(.file(path: folder.path)) == .failure(.notRegular(path: folder.path)))
        #expect(mkfifo(folder.file("fifo"), 0o400) == 0)
        #expect(Self.read(.file(path: folder.file("fifo"))) == .failure(.notRegular(path: folder.file("fifo"))))
        try folder.write("", to: "empty", mode: 0o400)
        try folder.write("\n", to: "line", mode: 0o400)
        try folder.write(String(repeating: "x", count: SecretReader.longest), to: "longest", mode: 0o400)
        try folder.write(String(repeating: "x", count: SecretReader.longest + 1), to: "long", mode: 0o400)
        #expect(Self.read(.file(path: folder.file("empty"))) == .failure(.empty))
        #expect(Self.read(.file(path: folder.file("line"))) == .failure(.empty))
        #expect((try? Self.read(.file(path: folder.file("longest"))).get())?.utf8.count == SecretReader.longest)
        #expect(Self.read(.file(path: folder.file("long"))) == .failure(.tooLong))
    }

    @Test func `a credential lies in systemd's directory and nowhere else`() throws {
        let folder = try TemporaryFolder()
        // systemd gives the file to root and the service's group.
        try folder.write("s3cret\n", to: "oidc", mode: 0o440)
        setenv("CREDENTIALS_DIRECTORY", folder.path, 1)
        defer { unsetenv("CREDENTIALS_DIRECTORY") }
        #expect(Self.read(.credential(name: "oidc")) == .success("s3cret"))
        for name in ["", ".", "..", "../oidc", "a/b"] {
            #expect(Self.read(.credential(name: name)) == .failure(.badCredentialName(name: name)))
        }
    }

    @Test func `a variable is the secret`() {
        setenv("VAULT_TEST_SECRET", "s3cret", 1)
        setenv("VAULT_TEST_EMPTY", "", 1)
        #expect(Self.read(.environment(variable: "VAULT_TEST_SECRET")) == .success("s3cret"))
        #expect(
            Self.read(.environment(variable: "VAULT_TEST_EMPTY")) == .failure(.noVariable(name: "VAULT_TEST_EMPTY")))
        #expect(
            Self.read(.environment(variable: "VAULT_TEST_NONE")) == .failure(.noVariable(name: "VAULT_TEST_NONE")))
    }

    @Test func `a command's output is the secret, and no shell looks at its words`() {
        #expect(Self.read(.command(argv: ["/bin/echo", "a b", "$HOME;x"])) == .success("a b $HOME;x"))
        #expect(Self.read(.command(argv: ["/bin/cat", "/dev/null"])) == .failure(.empty))
        #expect(Self.read(.command(argv: ["echo", "x"])) == .failure(.badCommand))
        #expect(Self.read(.command(argv: [])) == .failure(.badCommand))
        #expect(Self.read(.command(argv: ["/nonexistent"])) == .failure(.commandNotStarted(errno: ENOENT)))
        #expect(Self.read(.command(argv: ["/bin/sh", "-c", "echo x; exit 3"])) == .failure(.commandFailed(status: 3)))
        #expect(
            Self.read(.command(argv: ["/bin/sh", "-c", "echo x; kill -9 $$"])) == .failure(.commandFailed(status: 137)))
        #expect(Self.read(.command(argv: ["/bin/sh", "-c", "yes"])) == .failure(.tooLong))
    }

    @Test func `a command sees no variable of ours but home and credentials`() {
        setenv("VAULT_TEST_SECRET_ELSEWHERE", "s3cret", 1)
        defer { unsetenv("VAULT_TEST_SECRET_ELSEWHERE") }
        guard case .success(let text) = Self.read(.command(argv: ["/usr/bin/env"])) else {
            Issue.record("env printed nothing")
            return
        }
        let names = text.split(separator: "\n").compactMap { $0.split(separator: "=").first.map(String.init) }
        #expect(names.contains("PATH"))
        #expect(Set(names).isSubset(of: ["PATH", "HOME", "CREDENTIALS_DIRECTORY"]), "\(names)")
    }

    @Test func `a command gets none of our descriptors`() {
        let leaks = (0..<4).map { _ in open("/dev/null", O_RDONLY) }
        defer { for leak in leaks { close(leak) } }
        let script = "for n in 3 4 5 6 7 8 9 10 11 12; do [ -e /proc/self/fd/$n ] && echo $n; done; echo none"
        #expect(Self.read(.command(argv: ["/bin/sh", "-c", script])) == .success("none"))
    }

    @Test func `a command that takes too long is ended`() {
        let start = ContinuousClock.now
        #expect(throws: SecretReadError.commandTimedOut) {
            // It keeps its output open and writes nothing to it.
            try SecretReader.command(["/usr/bin/tail", "-f", "/dev/null"], patienceMilliseconds: 200)
        }
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test func `many who want a secret at once have it read once`() async throws {
        let reads = Mutex(0)
        let barrier = Barrier(51)
        let cache = SecretCache(clock: ManualClock()) { (_) throws(SecretReadError) in
            barrier.arrive()
            return Secret(copyingTextOf: "s\(reads.withLock { $0 += 1; return $0 })")
        }
        let source = SecretSource.environment(variable: "X")
        let same = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    barrier.pass()
                    return Samples.text(try? await cache.secret(from: source)) == "s1"
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(same == 50)
    }

    @Test func `no error text holds more than the place`() {
        let errors: [SecretReadError] = [
            .cannotOpen(path: "/p", errno: ENOENT), .notRegular(path: "/p"), .openToOthers(path: "/p"),
            .foreignOwner(path: "/p"), .noCredentialsDirectory(name: "n"), .badCredentialName(name: "n"),
            .noVariable(name: "n"), .empty, .tooLong, .badCommand, .commandNotStarted(errno: EACCES),
            .commandFailed(status: 1), .commandTimedOut,
        ]
        for error in errors {
            #expect(error.description.first?.isLowercase == true)
            #expect(error.description.contains(";"))
        }
    }
}
