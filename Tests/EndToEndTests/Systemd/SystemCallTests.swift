import Foundation
import TestHarness
import Testing

/// What the daemon and vaultfetch ask of the kernel is within what the unit lets them.
@Suite(.timeLimit(.minutes(5))) struct SystemCallTests {
    /// What the unit refuses, and what becomes of it.
    private static let refusedWithoutHarm: [String: String] = [
        "mount": "without a private CA the system's certificates stay where they are (TrustStore)",
        "capset": "there is no capability to give up",
        "fchown": "SQLite gives files it makes to the store's owner where it runs as root, as this test does",
        "setpriority": "the runtime's threads keep their priority, as those of any user but root do",
        "clock_adjtime": "vaultctl doctor cannot tell whether the clock is synchronised, and says so",
    ]

    @Test func `every system call of a day's work is allowed by the unit`() async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        let trace = vault.folder.file("trace")
        let daemon = Program.folder.appendingPathComponent("vaultd").path
        try await vault.start(
            Program(
                "/usr/bin/strace",
                ["-f", "-qqq", "-y", "-o", trace, daemon, "serve", "--config", vault.configurationPath],
                environment: vault.notifyEnvironment))
        let input = try sim.mint().refreshToken
        for words in [
            ["grant", "put", "user:default/alice", "sim"], ["token", "get", "user:default/alice", "sim"],
            ["key", "rotate"], ["audit", "verify"], ["backup", "create", vault.folder.file("backup.db")], ["doctor"],
            ["seal"], ["unseal"], ["client", "list"], ["grant", "revoke", "user:default/alice", "sim"],
        ] {
            let words = words + ["--socket", vault.adminSocket]
            let done = try await Program.run("vaultctl", words, input: words[1] == "put" ? Array(input.utf8) : nil)
            #expect(done.ending == .exit(0) || words[0] == "doctor", "\(words): \(done.errors)")
        }
        // strace hands the signal on to whom it traces only at its own end.
        let main = try #require(String(contentsOfFile: trace, encoding: .utf8).split(separator: " ").first)
        kill(try #require(Int32(main)), SIGTERM)
        #expect(await vault.daemon?.ended() == .exit(0))

        let text = try String(contentsOfFile: trace, encoding: .utf8)
        let used = Set(
            text.split(separator: "\n").compactMap { $0.firstMatch(of: #/^[0-9]+ +([a-z0-9_]+)\(/#)?.output.1 }
        )
        .map(String.init)
        #expect(used.contains("landlock_restrict_self") && used.contains("execve") && used.contains("connect"))
        let allowed = try await Self.allowed()
        let refused = Set(used).subtracting(allowed).subtracting(Self.refusedWithoutHarm.keys)
        #expect(refused.isEmpty, "\(refused.sorted())")
        // Each family of sockets, too.
        let families = Set(text.matches(of: #/ socket\((AF_[A-Z0-9]+)/#).map { String($0.output.1) })
        let named = try SystemdUnit("vaultd.service").value("RestrictAddressFamilies")?.split(separator: " ").map(
            String.init)
        // getaddrinfo(3) asks which families the machine has; without an answer it takes both.
        #expect(families.subtracting(["AF_NETLINK"]).isSubset(of: named ?? []), "\(families.sorted())")
        #expect(families.contains("AF_INET"))
    }

    /// The system calls that the lines of the unit leave, with the groups as this systemd knows them (systemd.exec(5), SystemCallFilter=).
    private static func allowed() async throws -> Set<String> {
        let listed = try await Program.run("/usr/bin/systemd-analyze", ["--no-pager", "syscall-filter"])
        var groups: [String: [String]] = [:]
        var group = ""
        for line in listed.output.split(separator: "\n") {
            if line.hasPrefix("@") { group = String(line) }
            let word = line.drop { $0 == " " }
            if line.hasPrefix(" "), !word.hasPrefix("#") { groups[group, default: []].append(String(word)) }
        }
        func expanded(_ word: String) -> Set<String> {
            word.hasPrefix("@") ? Set((groups[word] ?? []).flatMap { expanded($0) }) : [word]
        }
        // Always allowed where there is a list.
        var allowed = expanded("@default")
        for value in try SystemdUnit("vaultd.service").values("SystemCallFilter") {
            let words = value.drop { $0 == "~" }.split(separator: " ").map(String.init)
            let calls = words.reduce(into: Set()) { $0.formUnion(expanded($1)) }
            if value.hasPrefix("~") { allowed.subtract(calls) } else { allowed.formUnion(calls) }
        }
        return allowed
    }
}
