import Glibc
import TestHarness
import Testing

@testable import VaultCommandLine

/// Reading secrets and printing, with pipes and a pseudo-terminal in place of a person.
struct TerminalTests {
    @Test(arguments: [("abc", "abc"), ("abc\n", "abc"), ("abc\r\n", "abc"), ("abc\n\n", "abc\n"), ("a\nb", "a\nb")])
    func `a piped secret loses one line end`(_ piped: String, _ expected: String) throws {
        let pipe = Pipe()
        pipe.feed(piped)
        let secret = try pipe.terminal.readSecret(prompt: "never shown")
        #expect(secret.text == expected)
    }

    @Test func `a secret may be as long as the limit and no longer`() throws {
        let exact = Pipe()
        exact.feed(String(repeating: "x", count: 100) + "\r\n")
        #expect(try exact.terminal.readSecret(prompt: "", limit: 100).text.count == 100)
        let long = Pipe()
        long.feed(String(repeating: "x", count: 101))
        #expect(throws: SecretInputError.tooLong(limit: 100)) {
            _ = try long.terminal.readSecret(prompt: "", limit: 100).text
        }
        let longer = Pipe()
        longer.feed(String(repeating: "x", count: 500))
        #expect(throws: SecretInputError.tooLong(limit: 100)) {
            _ = try longer.terminal.readSecret(prompt: "", limit: 100).text
        }
    }

    @Test(arguments: ["", "\n", "\r\n"])
    func `an empty secret is none`(_ piped: String) {
        let pipe = Pipe()
        pipe.feed(piped)
        #expect(throws: SecretInputError.empty) { _ = try pipe.terminal.readSecret(prompt: "").text }
    }

    @Test func `a closed stdin is an error, not a crash`() {
        let terminal = Terminal(input: -1, output: -1, errors: -1, environment: [:])
        #expect(throws: SecretInputError.unreadable(errno: EBADF)) { _ = try terminal.readSecret(prompt: "").text }
        #expect(!terminal.print("lost"))
    }

    @Test func `a typed secret is not shown, may be corrected, and the terminal is as before`() throws {
        let console = try PseudoTerminal()
        let before = console.localFlags
        let person = console.person(answering: "Refresh token: ", with: "wrong\u{15}hunter3é\u{7F}\u{7F}2\r")
        let secret = try console.terminal.readSecret(prompt: "Refresh token: ").text
        #expect(secret == "hunter2")
        #expect(console.localFlags == before)
        #expect(person.seen() == "\r\n")
    }

    @Test(arguments: ["abc\u{3}", "\u{4}", "abc\u{1C}"])
    func `control C gives the terminal back`(_ keys: String) throws {
        let console = try PseudoTerminal()
        let before = console.localFlags
        let person = console.person(answering: "? ", with: keys)
        #expect(throws: SecretInputError.interrupted) { _ = try console.terminal.readSecret(prompt: "? ").text }
        #expect(console.localFlags == before)
        #expect(person.seen() == "\r\n")
    }

    @Test func `a pasted token of ten thousand characters arrives whole`() throws {
        var editor = SecretLineEditor(line: SecretInput(capacity: 16_384))
        for _ in 0..<10_000 { #expect(editor.type(UInt8(ascii: "x")) == .more) }
        #expect(editor.type(0x0D) == .done)
        #expect(editor.line.count == 10_000)
    }

    @Test func `colour needs a terminal and no objection`() throws {
        let console = try PseudoTerminal()
        func colored(_ environment: [String: String]) -> Bool {
            Terminal(input: console.slave, output: console.slave, errors: console.slave, environment: environment)
                .isOutputColored
        }
        #expect(colored([:]))
        #expect(colored(["NO_COLOR": ""]))
        #expect(!colored(["NO_COLOR": "1"]))
        #expect(!colored(["TERM": "dumb"]))
        let pipe = Pipe()
        #expect(!pipe.terminal.isOutputColored)
    }

    @Test func `printing delivers everything`() throws {
        let pipe = Pipe()
        #expect(pipe.terminal.print("é\n"))
        #expect(pipe.terminal.print(bytes: UnsafeRawBufferPointer(start: nil, count: 0)))
        #expect(pipe.printed == "é\n")
    }

    @Test func `the environment of this process is read`() {
        setenv("VAULT_TEST_VARIABLE", "a=b", 1)
        #expect(ProcessEnvironment.current()["VAULT_TEST_VARIABLE"] == "a=b")
    }
}
