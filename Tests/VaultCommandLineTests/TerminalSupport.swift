import Foundation
import Glibc
import Synchronization
import TestHarness

@testable import VaultCommandLine

/// Two pipes: one for what a terminal reads, one for what it prints.
final class Pipe {
    private let input: (reader: Int32, writer: Int32)
    private let output: (reader: Int32, writer: Int32)

    init() {
        input = Self.make()
        output = Self.make()
    }

    deinit {
        for descriptor in [input.reader, output.reader, output.writer] { close(descriptor) }
    }

    var terminal: Terminal {
        Terminal(input: input.reader, output: output.writer, errors: output.writer, environment: [:])
    }

    /// Everything that will ever come: the pipe is closed after it.
    func feed(_ text: String) {
        var text = text
        _ = text.withUTF8 { write(input.writer, $0.baseAddress, $0.count) }
        close(input.writer)
    }

    /// What is waiting on the output.
    var printed: String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        return String(decoding: buffer[..<max(0, read(output.reader, &buffer, buffer.count))], as: UTF8.self)
    }

    private static func make() -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        return (ends[0], ends[1])
    }
}

extension PseudoTerminal {
    var terminal: Terminal { Terminal(input: slave, output: slave, errors: slave, environment: [:]) }

    /// Someone who waits for the prompt and for the echo to be off, then types; on a thread of their own, as reading blocks.
    func person(answering prompt: String, with keys: String) -> Person {
        let person = Person()
        Thread.detachNewThread {
            _ = self.shown(until: prompt)
            // Keys typed before the settings change are thrown away (TCSAFLUSH).
            var patience = 1_000_000
            while self.localFlags & tcflag_t(ECHO) != 0, patience > 0 {
                patience -= 1
                sched_yield()
            }
            var keys = keys
            _ = keys.withUTF8 { write(self.master, $0.baseAddress, $0.count) }
            person.tell(self.shown(until: "\r\n"))
        }
        return person
    }

    /// Tells what was shown after the prompt.
    final class Person: Sendable {
        private let text = Mutex("")
        private let done = DispatchSemaphore(value: 0)

        func tell(_ seen: String) {
            text.withLock { $0 = seen }
            done.signal()
        }

        func seen() -> String {
            done.wait()
            return text.withLock(\.self)
        }
    }
}

extension SecretInput {
    var text: String {
        borrowing get { withBytes { String(decoding: $0, as: UTF8.self) } }
    }
}
