import Foundation
import Glibc

/// One of the built programs before a person: it has a terminal of its own, and types are given to it when it asks.
package final class ProgramAtTerminal {
    package struct NotAsked: Error {
        package let prompt: String
        package let shown: String
    }

    static let patience = Duration.seconds(60)
    let console: PseudoTerminal
    let processID: Int32
    private var isEnded = false
    /// All that the person saw so far.
    package private(set) var shown = ""
    private var answered: String.Index

    package init(_ name: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        console = try PseudoTerminal()
        answered = shown.startIndex
        let variables = environment.merging(
            ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "SWIFT_BACKTRACE": "enable=no"]
        ) { given, _ in given }
        processID = try SpawnedChild.start(
            [Program.folder.appendingPathComponent(name).path] + arguments,
            environment: variables.map { "\($0.key)=\($0.value)" }, on: console)
    }

    deinit {
        guard !isEnded else { return }
        kill(processID, SIGKILL)
        _ = SpawnedChild.wait(for: processID)
    }

    /// Types once the prompt stands there and the terminal is silent; what is typed before that is thrown away by the program.
    package func type(_ keys: String, at prompt: String) throws {
        let end = ContinuousClock.now.advanced(by: Self.patience)
        while true {
            look(milliseconds: 10)
            if let place = shown.range(of: prompt, range: answered..<shown.endIndex),
                console.localFlags & tcflag_t(ECHO) == 0
            {
                answered = place.upperBound
                break
            }
            guard ContinuousClock.now < end else { throw NotAsked(prompt: prompt, shown: shown) }
        }
        var keys = keys
        _ = keys.withUTF8 { write(console.master, $0.baseAddress, $0.count) }
    }

    /// Waits for its end, and takes in the rest of what it shows.
    package func ended() -> Program.Ending {
        let ending = SpawnedChild.wait(for: processID)
        isEnded = true
        while look(milliseconds: 0) {}
        return ending
    }

    /// - Returns: whether there was anything new.
    @discardableResult
    func look(milliseconds: Int32) -> Bool {
        var wanted = pollfd(fd: console.master, events: Int16(POLLIN), revents: 0)
        guard poll(&wanted, 1, milliseconds) == 1 else { return false }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(console.master, &buffer, buffer.count)
        guard count > 0 else { return false }
        let place = shown.distance(from: shown.startIndex, to: answered)
        shown += String(decoding: buffer[..<count], as: UTF8.self)
        answered = shown.index(shown.startIndex, offsetBy: place)
        return true
    }
}
