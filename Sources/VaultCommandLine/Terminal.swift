import Glibc

/// Where a program reads and prints: data on stdout, everything for people on stderr, colour only on a terminal.
package struct Terminal: Sendable {
    package let input: Int32
    package let output: Int32
    package let errors: Int32
    private let environment: [String: String]

    package init(
        input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, errors: Int32 = STDERR_FILENO,
        environment: [String: String] = ProcessEnvironment.current()
    ) {
        self.input = input
        self.output = output
        self.errors = errors
        self.environment = environment
    }

    package var isOutputTerminal: Bool { isatty(output) == 1 }
    package var isErrorsTerminal: Bool { isatty(errors) == 1 }
    package var isInputTerminal: Bool { isatty(input) == 1 }

    /// Whether stdout may be coloured: a terminal, no `NO_COLOR` (no-color.org: any value but the empty one), not a dumb one.
    package var isOutputColored: Bool { isOutputTerminal && mayColor }
    package var isErrorsColored: Bool { isErrorsTerminal && mayColor }

    private var mayColor: Bool { (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb" }

    /// False when the reader is gone or the disk is full: the data was not delivered.
    @discardableResult
    package func print(_ text: String) -> Bool { Self.write(text, to: output) }

    @discardableResult
    package func printError(_ text: String) -> Bool { Self.write(text, to: errors) }

    /// Bytes as they are, for a token that never was a String.
    @discardableResult
    package func print(bytes: UnsafeRawBufferPointer) -> Bool { Self.write(bytes, to: output) }

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }
}
