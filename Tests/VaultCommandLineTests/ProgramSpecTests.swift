import Testing
import VaultCommandLine

/// From words to a command, or to a sentence about what is wrong.
struct ProgramSpecTests {
    @Test func `options may stand before, between and after the words`() throws {
        for line in [
            "--json --socket /s grant put --subject a github", "grant --json put --socket=/s --subject=a github",
            "grant put github --subject a --socket /s --json", "-s /s --json grant put --subject a github",
            "-s/s --json grant put --subject a -- github",
        ] {
            let command = try #require(try parsed(line))
            #expect(command.name == "grant put")
            #expect(command.has("json"))
            #expect(!command.has("quiet"))
            #expect(command.value("socket") == "/s")
            #expect(command.value("subject") == "a")
            #expect(command.argument("provider") == "github")
            #expect(command.value("timeout") == nil)
        }
    }

    @Test func `an option that repeats keeps its order`() throws {
        let command = try #require(try parsed("grant put --subject a --scope r --scope= --scope=x=y github"))
        #expect(command.values("scope") == ["r", "", "x=y"])
    }

    @Test func `arguments after two dashes are never options, and a lone dash is an argument`() throws {
        let command = try #require(try parsed("token get - -- --json -x"))
        #expect(command.argument("grant") == "-")
        #expect(command.arguments("scope") == ["--json", "-x"])
        #expect(!command.has("json"))
        #expect(try parsed("token get g")?.arguments("scope") == [])
    }

    @Test func `the environment speaks only where the line is silent`() throws {
        #expect(try parsed("status", ["VAULTD_SOCKET": "/e"])?.value("socket") == "/e")
        #expect(try parsed("status --socket /l", ["VAULTD_SOCKET": "/e"])?.value("socket") == "/l")
        #expect(try parsed("status", ["VAULTD_SOCKET": ""])?.value("socket") == nil)
    }

    @Test func `a program of one job has no command words`() throws {
        guard case .run(let command) = try single.parse(["--port", "1", "dir"]) else { throw UsageError("help") }
        #expect(command.value("port") == "1")
        #expect(command.argument("folder") == "dir")
        guard case .run(let bare) = try single.parse([], environment: ["PORT": "2"]) else { throw UsageError("help") }
        #expect(bare.value("port") == "2")
        #expect(bare.argument("folder") == nil)
    }

    @Test(arguments: [
        ("", "no command given", "see 'vaultctl --help'"),
        ("grant", "'grant' needs a verb", "one of put, list"),
        ("grnat list", "unknown command 'grnat'", "did you mean 'grant'?"),
        ("grant lst", "unknown command 'grant lst'", "did you mean 'grant list'?"),
        ("grant explode", "unknown command 'grant explode'", "see 'vaultctl --help'"),
        ("stauts", "unknown command 'stauts'", "did you mean 'status'?"),
        ("status --jsn", "unknown option --jsn", "did you mean --json?"),
        ("status --colour", "unknown option --colour", "see 'vaultctl status --help'"),
        ("--subject a grant put", "unknown option --subject before the command", "write it after the command"),
        ("status -x", "unknown short option", "see 'vaultctl status --help'"),
        ("status --socket", "--socket needs a value", "write --socket PATH"),
        ("status --socket --json", "--socket needs a value", "write --socket PATH"),
        ("status -s", "-s needs a value", "write -s PATH"),
        ("status --json=1", "--json takes no value", "see 'vaultctl status --help'"),
        ("status --json --json", "--json is given twice", "see 'vaultctl status --help'"),
        ("status more", "too many arguments", "see 'vaultctl status --help'"),
        ("grant put github", "--subject is missing", "see 'vaultctl grant put --help'"),
        ("grant put --subject a", "<provider> is missing", "see 'vaultctl grant put --help'"),
        (
            "grant put --subject a --status x g", "--status must be one of active, dead",
            "see 'vaultctl grant put --help'"
        ),
        (
            "grant put --refresh-token=abc", "unknown option --refresh-token",
            "a secret never goes on the command line, give it on stdin"
        ),
    ])
    func `a mistake is one sentence and a hint`(_ line: String, _ message: String, _ hint: String) {
        #expect(usageError(line) == UsageError(message, hint: hint))
    }

    @Test func `no message quotes what may be a secret`() {
        let secret = "gho_16C7e42F292c6912E7710c838347Ae178B4a"
        for line in [
            "status \(secret)", "\(secret)", "grant \(secret)", "status --x=\(secret)", "status -x\(secret)",
            "status --\(secret)", "grant put --subject a --status \(secret) g", "status --json=\(secret)",
        ] {
            let error = usageError(line)
            #expect(error != nil)
            #expect(error?.text(program: "vaultctl").contains(secret.prefix(12)) == false)
        }
    }

    @Test func `a usage error is printed as one line and one hint`() {
        let error = UsageError("--socket needs a value", hint: "write --socket PATH")
        #expect(error.text(program: "vaultctl") == "vaultctl: --socket needs a value\nhint: write --socket PATH\n")
        #expect(UsageError("no").text(program: "p") == "p: no\n")
    }

    @Test func `numbers and durations are checked`() throws {
        #expect(try parsed("grant put --subject a g -n 5")?.integer("limit", in: 1...500) == 5)
        #expect(try parsed("grant put --subject a g")?.integer("limit", in: 1...500) == nil)
        #expect(throws: UsageError("--limit must be a whole number from 1 to 500", hint: "see 'grant put --help'")) {
            _ = try parsed("grant put --subject a g -n501")?.integer("limit", in: 1...500)
        }
        #expect(try parsed("status --timeout 5s")?.milliseconds("timeout") == 5_000)
        #expect(throws: UsageError.self) { _ = try parsed("status --timeout 5")?.milliseconds("timeout") }
    }

    @Test func `the table can be checked for its own mistakes`() {
        #expect(program.mistakes.isEmpty)
        #expect(single.mistakes.isEmpty)
        let broken = ProgramSpec(
            "p", summary: "", options: [.flag("all", short: "a", help: "")],
            commands: [
                CommandSpec("x", summary: ""), CommandSpec("x y", summary: ""),
                CommandSpec(
                    "z", summary: "", options: [.flag("also", short: "a", help: ""), .flag("help", help: "")],
                    positionals: [PositionalSpec("o", help: "", isRequired: false), PositionalSpec("p", help: "")]),
            ])
        #expect(
            broken.mistakes == [
                "'x' and 'x y' cannot be told apart", "'z' has --help twice", "'z' has -a twice",
                "'z' has arguments after the optional <o>",
            ])
    }
}
