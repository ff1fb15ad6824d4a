package import Foundation
import Glibc
import Synchronization

/// One of the built programs, running as a child; it is killed when the test lets go of it.
package final class Program: Sendable {
    /// How a child ended.
    package enum Ending: Equatable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    package let processID: Int32
    private let process: Process
    private let output = Mutex<[UInt8]>([])
    private let errors = Mutex<[UInt8]>([])
    private let ending = Mutex<(value: Ending?, waiters: [CheckedContinuation<Ending, Never>])>((nil, []))
    private let input: FileHandle?

    /// The folder that holds the programs: the one of the running test bundle.
    package static let folder: URL = {
        let runner = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: runner).deletingLastPathComponent()
    }()

    /// - Parameter environment: all that the child sees beside `PATH`; nothing of the test's own is inherited.
    package init(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], input text: [UInt8]? = nil,
        asUser: Int32? = nil
    ) throws {
        let process = Process()
        let path = name.hasPrefix("/") ? name : Self.folder.appendingPathComponent(name).path
        if let asUser {
            process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
            process.arguments = ["--reuid=\(asUser)", "--regid=\(asUser)", "--clear-groups", path] + arguments
        } else {
            process.executableURL = URL(fileURLWithPath: path)
            process.arguments = arguments
        }
        process.environment = environment.merging(
            ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "SWIFT_BACKTRACE": "enable=no"]
        ) { given, _ in given }
        let out = Pipe()
        let err = Pipe()
        process.standardOutput = out
        process.standardError = err
        let standardInput = text.map { _ in Pipe() }
        process.standardInput = standardInput ?? FileHandle.nullDevice
        input = standardInput?.fileHandleForWriting
        self.process = process
        try process.run()
        processID = process.processIdentifier
        collect(out, err)
        if let text, let input {
            try input.write(contentsOf: Data(text))
            try input.close()
        }
    }

    deinit { if process.isRunning { kill(processID, SIGKILL) } }

    /// Drains both pipes on threads of their own and reports the end after the last byte.
    private func collect(_ out: Pipe, _ err: Pipe) {
        let done = DispatchGroup()
        for (pipe, isOutput) in [(out, true), (err, false)] {
            let handle = pipe.fileHandleForReading
            done.enter()
            Thread.detachNewThread {
                while true {
                    let data = handle.availableData
                    if data.isEmpty { break }
                    if isOutput {
                        self.output.withLock { $0 += [UInt8](data) }
                    } else {
                        self.errors.withLock { $0 += [UInt8](data) }
                    }
                }
                done.leave()
            }
        }
        Thread.detachNewThread {
            self.process.waitUntilExit()
            done.wait()
            let value: Ending =
                self.process.terminationReason == .exit
                ? .exit(self.process.terminationStatus) : .signal(self.process.terminationStatus)
            let waiters = self.ending.withLock { state in
                state.value = value
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.resume(returning: value) }
        }
    }

    package var standardOutput: String { output.withLock { String(decoding: $0, as: UTF8.self) } }
    package var standardError: String { errors.withLock { String(decoding: $0, as: UTF8.self) } }

    package var isRunning: Bool { process.isRunning }

    package func send(signal: Int32) { kill(processID, signal) }

    @discardableResult
    package func ended() async -> Ending {
        await withCheckedContinuation { waiter in
            let already = ending.withLock { state -> Ending? in
                if state.value == nil { state.waiters.append(waiter) }
                return state.value
            }
            if let already { waiter.resume(returning: already) }
        }
    }

    /// Runs a program to its end.
    package static func run(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], input: [UInt8]? = nil,
        asUser: Int32? = nil
    ) async throws -> (ending: Ending, output: String, errors: String) {
        let program = try Program(name, arguments, environment: environment, input: input, asUser: asUser)
        let ending = await program.ended()
        return (ending, program.standardOutput, program.standardError)
    }
}
