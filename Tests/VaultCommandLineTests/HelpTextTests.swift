import Testing
import VaultCommandLine

/// Help is made from the table and teaches by example.
struct HelpTextTests {
    @Test(arguments: ["--help", "-h", "help", "--json --help"])
    func `the program's help lists commands, options, examples and exit codes`(_ line: String) throws {
        let text = try #require(try help(line))
        #expect(
            text.hasPrefix(
                "vaultctl: the operator's hand on vaultd\n\nUsage: vaultctl <command> [options]\n\nCommands:\n"))
        #expect(text.contains("Commands:\n  status      Show how vaultd is.\n  grant put   Store a refresh token.\n"))
        #expect(text.contains("  -s, --socket PATH       Socket of vaultd. [VAULTD_SOCKET]\n"))
        #expect(text.contains("  -h, --help              Show this help.\n"))
        #expect(text.contains("Examples:\n  # Is it up?\n  vaultctl status\n"))
        #expect(text.contains("  5  the user must sign in again\n"))
        for command in program.commands { #expect(text.contains(command.summary)) }
    }

    @Test(arguments: ["grant put --help", "help grant put", "--help grant put", "grant put -h --subject x"])
    func `a command's help shows what it takes and an example`(_ line: String) throws {
        let text = try #require(try help(line))
        #expect(
            text == """
                vaultctl grant put: Store a refresh token.

                Usage: vaultctl grant put --subject REF [options] <provider>

                The refresh token is read from stdin, or asked for without echo, never taken
                from the command line.

                Arguments:
                  <provider>  Name of the provider.

                Options:
                      --subject REF    Whom it belongs to.
                      --scope SCOPE    A scope of the grant. May be given several times.
                      --status STATUS  How it stands. One of active, dead.
                  -n, --limit N        How many.

                Options of every command:
                      --json              Print JSON.
                  -q, --quiet             Say nothing that is not asked for.
                  -s, --socket PATH       Socket of vaultd. [VAULTD_SOCKET]
                      --timeout DURATION  Give up after that time.
                  -h, --help              Show this help.

                Examples:
                  # Store alice's token
                  vaultctl grant put --subject user:default/alice github < token

                """)
    }

    @Test(arguments: ["grant --help", "help grant"])
    func `a noun's help lists its verbs only`(_ line: String) throws {
        let text = try #require(try help(line))
        #expect(text.hasPrefix("Usage: vaultctl grant <command> [options]\n\nCommands:\n  grant put   Store"))
        #expect(!text.contains("status  "))
        #expect(text.contains("< token"))
    }

    @Test func `a program of one job has one help`() throws {
        guard case .help(let text) = try single.parse(["--help"]) else { throw UsageError("no help") }
        #expect(
            text.hasPrefix("vault-sim: a provider to try the vault with\n\nUsage: vault-sim [options] [<folder>]\n"))
    }

    @Test func `no line is longer than a narrow terminal`() throws {
        for command in program.commands {
            for line in HelpText(program).text(for: command.words).split(separator: "\n") { #expect(line.count <= 80) }
        }
    }
}
