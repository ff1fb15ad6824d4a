package import Foundation
import Glibc
import Synchronization

/// One of the built programs, running as a child; it is killed when the test lets go of it.
///
/// Started with posix_spawn and waited for with waitpid: Foundation's `Process.waitUntilExit` turns in circles on a
/// thread without a run loop, and was seen to miss the end of a child on a busy machine.
package final class Program: Sendable {
    /// How a child ended.
    package enum Ending: Equatable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    package let processID: Int32
    private let output = Mutex<[UInt8]>([])
    private let errors = Mutex<[UInt8]>([])
    private let ending = Mutex<(value: Ending?, waiters: [CheckedContinuation<Ending, Never>])>((nil, []))

    /// The folder that holds the programs: the one of the running test bundle.
    package static let folder: URL = {
        let runner = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: runner).deletingLastPathComponent()
    }()

    /// - Parameters:
    ///   - environment: all that the child sees beside `PATH`; nothing of the test's own is inherited.
    ///   - text: what it reads on stdin; nil: the end at once.
    package init(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], input text: [UInt8]? = nil,
        asUser: Int32? = nil
    ) throws {
        let path = name.hasPrefix("/") ? name : Self.folder.appendingPathComponent(name).path
        var words = [path] + arguments
        if let asUser {
            words = ["/usr/bin/setpriv", "--reuid=\(asUser)", "--regid=\(asUser)", "--clear-groups"] + words
        }
        let variables = environment.merging(
            ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "SWIFT_BACKTRACE": "enable=no"]
        ) { given, _ in given }
        let spawned = try SpawnedChild(words, environment: variables.map { "\($0.key)=\($0.value)" })
        processID = spawned.processID
        collect(spawned)
        if let text { spawned.write(text) }
        spawned.closeInput()
    }

    deinit { if isRunning { Glibc.kill(processID, SIGKILL) } }

    /// Drains both pipes on threads of their own and reports the end after the last byte.
    private func collect(_ child: SpawnedChild) {
        let drained = DispatchGroup()
        for (descriptor, isOutput) in [(child.output, true), (child.errors, false)] {
            drained.enter()
            Thread.detachNewThread { [weak self] in
                SpawnedChild.drain(descriptor) { bytes in
                    guard let self else { return }
                    if isOutput {
                        self.output.withLock { $0 += bytes }
                    } else {
                        self.errors.withLock { $0 += bytes }
                    }
                }
                drained.leave()
            }
        }
        let processID = child.processID
        Thread.detachNewThread { [weak self] in
            let value = SpawnedChild.wait(for: processID)
            drained.wait()
            self?.ended(with: value)
        }
    }

    private func ended(with value: Ending) {
        let waiters = ending.withLock { state in
            state.value = value
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: value) }
    }

    package var standardOutput: String { output.withLock { String(decoding: $0, as: UTF8.self) } }
    package var standardError: String { errors.withLock { String(decoding: $0, as: UTF8.self) } }

    package var isRunning: Bool { ending.withLock { $0.value == nil } }

    package func send(signal: Int32) { Glibc.kill(processID, signal) }

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
