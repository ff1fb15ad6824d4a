import Testing
import VaultConfiguration

/// A made-up file system: sound at first, one thing changed by each test.
struct FakeFiles: FileFactsSource {
    static let daemon: UInt32 = 900

    var entries: [String: FileFacts] = [
        "/": FileFacts(kind: .directory, mode: 0o755, owner: 0),
        "/etc/v.json5": FileFacts(kind: .regular, mode: 0o644, owner: 0),
        "/k": FileFacts(kind: .regular, mode: 0o400, owner: daemon),
        "/s": FileFacts(kind: .regular, mode: 0o400, owner: 0),
        "/var": FileFacts(kind: .directory, mode: 0o755, owner: 0),
        "/run": FileFacts(kind: .directory, mode: 0o755, owner: 0),
        "/run/w": FileFacts(kind: .directory, mode: 0o755, owner: daemon),
        "/run/a": FileFacts(kind: .directory, mode: 0o700, owner: daemon),
    ]
    var links: [String: FileFacts] = [:]
    var closed: Set<String> = []

    func facts(at path: String, followingLinks: Bool) throws(FileFactsError) -> FileFacts {
        if closed.contains(path) { throw .notPermitted }
        if !followingLinks, let link = links[path] { return link }
        guard let facts = entries[path] else { throw .notFound }
        return facts
    }
}

/// What is unsafe on this machine, without a machine.
struct HostChecksTests {
    private func problems(
        _ text: String = Sample.text(), _ change: (inout FakeFiles) -> Void = { _ in }
    ) throws -> [String] {
        var files = FakeFiles()
        change(&files)
        return HostChecks(files: files, uid: FakeFiles.daemon)
            .problems(of: try load(text), path: "/etc/v.json5")
            .map { $0.text(file: "f") }
    }

    @Test func `a sound machine has no problems`() throws {
        #expect(try problems().isEmpty)
        #expect(
            try problems { files in
                files.entries["/var/s"] = FileFacts(kind: .regular, mode: 0o600, owner: FakeFiles.daemon)
                files.entries["/var/a"] = FileFacts(kind: .regular, mode: 0o640, owner: FakeFiles.daemon)
                files.entries["/run"] = FileFacts(kind: .directory, mode: 0o1777, owner: 0)
                files.entries["/"] = FileFacts(kind: .directory, mode: 0o775, owner: 0)
            }.isEmpty)
    }

    @Test(
        arguments: [
            (
                "/k", 0o404, 0,
                "2:20: seal_key.file: the key file /k can be read by everyone on this machine: run `chmod 0400 /k`"
            ),
            ("/k", 0o440, 0, "2:20: seal_key.file: the key file /k can be read by its group: run `chmod 0400 /k`"),
            (
                "/k", 0o602, 0,
                "2:20: seal_key.file: the key file /k can be changed by everyone on this machine: run `chmod 0400 /k`"
            ),
            (
                "/k", 0o400, 5,
                "2:20: seal_key.file: the key file /k belongs to another user (uid 5): chown it to uid 900"
            ),
            (
                "/s", 0o444, 0,
                "6:93: providers.github.client_secret.file: /s can be read by everyone on this machine: run `chmod 0400 /s`"
            ),
            (
                "/etc/v.json5", 0o666, 0,
                "1:1: the configuration file /etc/v.json5 can be changed by everyone on this machine: run `chmod go-w /etc/v.json5`"
            ),
            (
                "/etc/v.json5", 0o664, 0,
                "1:1: the configuration file /etc/v.json5 can be changed by its group: run `chmod go-w /etc/v.json5`"
            ),
            (
                "/etc/v.json5", 0o644, 5,
                "1:1: the configuration file /etc/v.json5 belongs to another user (uid 5): chown it to uid 900"
            ),
            (
                "/var/s", 0o640, 0,
                "3:17: store.path: the store /var/s can be read by its group: run `chmod 0600 /var/s`"
            ),
            (
                "/var/a", 0o644, 0,
                "4:17: audit.path: the audit log /var/a can be read by everyone on this machine: run `chmod 0640 /var/a`"
            ),
            (
                "/var/a", 0o660, 0,
                "4:17: audit.path: the audit log /var/a can be changed by its group: run `chmod 0640 /var/a`"
            ),
        ] as [(String, UInt32, UInt32, String)])
    func `a file is unsafe`(_ path: String, _ mode: UInt32, _ owner: UInt32, _ message: String) throws {
        let found = try problems { $0.entries[path] = FileFacts(kind: .regular, mode: mode, owner: owner) }
        #expect(found == ["f:" + message])
    }

    @Test func `a key file must be there and be a file`() throws {
        #expect(
            try problems { $0.entries["/k"] = nil } == [
                "f:2:20: seal_key.file: the key file /k does not exist: make one with `vaultd init`, or correct the path"
            ])
        #expect(
            try problems { $0.links["/k"] = FileFacts(kind: .symbolicLink, mode: 0o777, owner: 0) } == [
                "f:2:20: seal_key.file: the key file /k is a symbolic link, name the file itself"
            ])
        #expect(
            try problems { $0.entries["/k"] = FileFacts(kind: .directory, mode: 0o700, owner: 0) } == [
                "f:2:20: seal_key.file: the key file /k is no regular file"
            ])
        #expect(
            try problems { $0.closed = ["/k"] } == [
                "f:2:20: seal_key.file: the key file /k cannot be reached: let this user search the directories above it (chmod o+x)"
            ])
    }

    @Test(
        arguments: [
            (0o1777, 0, "can be changed by everyone on this machine: run `chmod go-w /run/a`, or use one of its own"),
            (0o775, 900, "can be changed by its group: run `chmod go-w /run/a`, or use one of its own"),
            (0o755, 5, "belongs to another user (uid 5): chown it to uid 900, or use another"),
        ] as [(UInt32, UInt32, String)])
    func `a socket's directory is unsafe`(_ mode: UInt32, _ owner: UInt32, _ message: String) throws {
        let found = try problems { $0.entries["/run/a"] = FileFacts(kind: .directory, mode: mode, owner: owner) }
        #expect(found == ["f:5:57: sockets.admin.path: the directory /run/a of the admin socket \(message)"])
    }

    @Test func `a socket's directory must be there and be a directory`() throws {
        let start = "f:5:57: sockets.admin.path: the directory /run/a of the admin socket"
        let link = FileFacts(kind: .symbolicLink, mode: 0o777, owner: 0)
        #expect(
            try problems { $0.links["/run/a"] = link } == ["\(start) is a symbolic link: name the directory itself"])
        #expect(
            try problems { $0.entries["/run/a"] = FileFacts(kind: .regular, mode: 0o600, owner: 0) }
                == ["\(start) is no directory"])
        #expect(
            try problems { $0.entries["/run/a"] = nil }
                == ["\(start) does not exist: make it with `mkdir -m 0750 /run/a`"])
    }

    @Test(
        arguments: [
            (0o777, 0, "can be changed by everyone: run `chmod o-w /run`"),
            (0o755, 5, "belongs to another user (uid 5): use another place"),
        ] as [(UInt32, UInt32, String)])
    func `a directory above is unsafe`(_ mode: UInt32, _ owner: UInt32, _ message: String) throws {
        let found = try problems { $0.entries["/run"] = FileFacts(kind: .directory, mode: mode, owner: owner) }
        #expect(
            found == [
                "f:5:30: sockets.workload.path: /run, above the workload socket, \(message)",
                "f:5:57: sockets.admin.path: /run, above the admin socket, \(message)",
            ])
    }

    @Test func `a link above is refused`() throws {
        let found = try problems { $0.links["/run"] = FileFacts(kind: .symbolicLink, mode: 0o777, owner: 0) }
        #expect(found.count == 2 && found[0].hasSuffix("is a symbolic link: write the path as `realpath` prints it"))
    }

    @Test func `programs and certificates must not be changed by others, but may be links`() throws {
        let text = Sample.text(
            sealKey: "{command: ['/bin/p', 'x']}",
            provider: Sample.provider(with: "client_secret: {credential: 'c'}, ca_file: '/ca'"))
        #expect(
            try problems(text) { files in
                files.entries["/ca"] = FileFacts(kind: .regular, mode: 0o666, owner: 0)
                files.entries["/bin/p"] = FileFacts(kind: .regular, mode: 0o775, owner: 0)
                files.links["/ca"] = FileFacts(kind: .symbolicLink, mode: 0o777, owner: 0)
            } == [
                "f:2:23: seal_key.command: the program /bin/p can be changed by its group: run `chmod go-w /bin/p`",
                "f:6:132: providers.github.ca_file: the certificates /ca can be changed by everyone on this machine: run `chmod go-w /ca`",
            ])
    }
}
