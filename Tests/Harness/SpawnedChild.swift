import Foundation
import Glibc

/// A child made with posix_spawn(3): three pipes, no other descriptor of ours, no blocked signal.
package struct SpawnedChild {
    package struct Failed: Error { package let what: String }

    package let processID: Int32
    package let output: Int32
    package let errors: Int32
    private let input: Int32

    package init(_ words: [String], environment: [String]) throws {
        Self.spawning.lock()
        defer { Self.spawning.unlock() }
        let (childInput, ourInput) = try Self.pipe()
        let (ourOutput, childOutput) = try Self.pipe()
        let (ourErrors, childErrors) = try Self.pipe()
        let child = Result { try Self.start(words, environment: environment, [childInput, childOutput, childErrors]) }
        for descriptor in [childInput, childOutput, childErrors] { close(descriptor) }
        do { processID = try child.get() } catch {
            for descriptor in [ourInput, ourOutput, ourErrors] { close(descriptor) }
            throw error
        }
        input = ourInput
        output = ourOutput
        errors = ourErrors
    }

    /// A child whose stdin, stdout and stderr are one terminal.
    package static func start(_ words: [String], environment: [String], on terminal: PseudoTerminal) throws -> Int32 {
        spawning.lock()
        defer { spawning.unlock() }
        return try start(words, environment: environment, [terminal.slave, terminal.slave, terminal.slave])
    }

    private static func start(_ words: [String], environment: [String], _ descriptors: [Int32]) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, words[0], &actions, &attributes, &arguments, &variables)
        guard code == 0 else {
            throw Failed(what: "could not start \(words[0]): \(String(cString: strerror(code)))")
        }
        return child
    }

    /// Held while pipes exist that do not close on exec yet: another child must not keep this one's open. (pipe2 is not
    /// imported.)
    private static let spawning = NSLock()

    private static func pipe() throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw Failed(what: "pipe: \(String(cString: strerror(errno)))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    package func write(_ bytes: [UInt8]) {
        signal(SIGPIPE, SIG_IGN)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    package func closeInput() { close(input) }

    package func closeOutputs() {
        close(output)
        close(errors)
    }

    /// Blocks until there is some output.
    package func readSome() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        return Array(buffer[..<max(0, read(output, &buffer, buffer.count))])
    }

    /// Reads to the end and closes.
    package static func drain(_ descriptor: Int32, _ take: ([UInt8]) -> Void) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            take(Array(buffer[..<count]))
        }
        close(descriptor)
    }

    /// Blocks until the child has ended.
    package static func wait(for processID: Int32) -> Program.Ending {
        var status: Int32 = 0
        while waitpid(processID, &status, 0) < 0 {
            guard errno == EINTR else { return .exit(-1) }
        }
        // WIFEXITED, WEXITSTATUS and WTERMSIG are macros, which Swift does not import.
        return status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F)
    }
}
