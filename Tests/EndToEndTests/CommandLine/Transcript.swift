import Foundation

/// A file of `Transcripts/`: commands with what they print and how they end, to be read by people and run by tests.
///
/// Lines begin with a mark and a blank: `#` (a remark), `$` (a command), `<` (what it reads), `!` (what it says on stderr), `=` (its exit code), or
/// `@` (what happens beside it: `mint`, `kill`, `stop` and `start` of the daemon, `passphrase` and `key` in the configuration, `unseal` once the wait is over); all others are what it prints. A last line ended by `⏎̸` has no newline.
struct Transcript {
    struct Step {
        var line: Int
        var command: String
        var input: String?
        var output = ""
        var errors = ""
        /// nil until its line is read; an empty line before that is printed, one behind it stands between steps.
        var ending: Int32?

        var exitCode: Int32 { ending ?? 0 }
    }

    enum Event {
        case run(Step)
        case beside(String)
    }

    static let noNewline = "⏎̸"

    /// The folder that is read in place, beside this one.
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Transcripts")

    static func names() -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".txt") }.sorted()
    }

    let events: [Event]

    init(named name: String) throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
        var events: [Event] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            Self.take(String(line), at: index + 1, into: &events)
        }
        self.events = events
    }

    private static func take(_ line: String, at number: Int, into events: inout [Event]) {
        let (mark, rest) = (line.prefix(2), String(line.dropFirst(2)))
        switch mark {
        case "# ": return
        case "": guard case .run(let step)? = events.last, step.ending == nil else { return }
        case "$ ":
            events.append(.run(Step(line: number, command: rest)))
            return
        case "@ ":
            events.append(.beside(rest))
            return
        default: break
        }
        guard case .run(var step)? = events.popLast() else { return }
        switch mark {
        case "< ": step.input = rest
        case "! ": step.errors += rest + "\n"
        case "= ": step.ending = Int32(rest) ?? -1
        default:
            step.output += line.hasSuffix(noNewline) ? String(line.dropLast(noNewline.count)) : line + "\n"
        }
        events.append(.run(step))
    }
}
