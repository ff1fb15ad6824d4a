import Testing
import VaultCommandLine

@testable import vaultctl

struct ProgramTests {
    @Test func `the table is sound`() {
        #expect(VaultctlProgram.spec.mistakes.isEmpty)
    }

    @Test(arguments: CommandName.allCases)
    func `every command has help with an example that it accepts itself`(name: CommandName) throws {
        let spec = name.spec
        #expect(spec.name == name.rawValue)
        #expect(!spec.examples.isEmpty)
        for example in spec.examples {
            // The part of the line that is vaultctl's own.
            let own = example.line.split(separator: "$(").last ?? ""
            let words = own.prefix { $0 != ")" && $0 != "<" && $0 != ">" && $0 != "|" }.split(separator: " ").map(
                String.init)
            #expect(words.first == "vaultctl", "\(example.line)")
            guard case .run(let command) = try VaultctlProgram.spec.parse(Array(words.dropFirst())) else {
                Issue.record("no command: \(example.line)")
                continue
            }
            #expect(command.name == name.rawValue)
        }
    }

    @Test func `no option takes a secret`() {
        let names = CommandName.allCases.flatMap(\.spec.options).map(\.name) + VaultctlProgram.spec.options.map(\.name)
        // These take nothing: they say that a secret is read from stdin.
        for name in names where !name.hasSuffix("-stdin") {
            #expect(!name.contains("token") && !name.contains("secret"), "\(name)")
        }
    }

    @Test func `the socket comes from the environment unless it is given`() throws {
        func socket(_ arguments: [String]) throws -> String? {
            guard
                case .run(let command) = try VaultctlProgram.spec.parse(arguments, environment: ["VAULTD_SOCKET": "/e"])
            else { return nil }
            return command.value("socket")
        }
        #expect(try socket(["ping"]) == "/e")
        #expect(try socket(["ping", "--socket", "/o"]) == "/o")
    }

    @Test func `the help names every command, the default socket and the exit codes`() {
        let help = HelpText(VaultctlProgram.spec).text()
        for name in CommandName.allCases { #expect(help.contains(name.rawValue)) }
        #expect(help.contains(VaultctlProgram.defaultSocket) && help.contains("VAULTD_SOCKET"))
        #expect(help.contains("7  vaultd cannot be reached"))
    }
}
