import Foundation
import TestHarness
import Testing

/// Runs what stands below a heading of a document, in one bash, and compares what is shown with what is printed.
///
/// Handles, times, tokens, and numbers of two digits and more may be others than the document's. A command that is shown without what it
/// prints must end well.
struct DocumentShell {
    let folder: TemporaryFolder
    var environment: [String: String] = [:]
    /// What stands in the document for something else here, in this order.
    var places: [(document: String, here: String)] = []

    func run(_ document: String, _ heading: String) async throws {
        let blocks = try DocumentBlock.all(in: document).filter {
            $0.heading == heading && $0.isShell && !$0.isTranscript
        }
        let commands = blocks.flatMap(\.commands)
        try #require(!commands.isEmpty, "\(document) has no commands below '\(heading)'")
        let script = commands.enumerated().map { index, command in
            // The next command sees how this one ended.
            "\(filled(command.text))\n_status=$?; printf '\\n@@ %d\\n' $_status; (exit $_status)\n"
        }
        try folder.write("exec 2>&1\ncd \(folder.path)\n" + script.joined(), to: "commands")
        var variables = environment
        variables["PATH"] = "\(folder.path):\(Program.folder.path):/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        variables["HOME"] = folder.path
        let ended = try await Program.run("/bin/bash", [folder.file("commands")], environment: variables)
        let outcomes = ended.output.components(separatedBy: "\n@@ ")
        try #require(outcomes.count == commands.count + 1, "\(document): \(ended.output)\(ended.errors)")
        for (index, command) in commands.enumerated() {
            // Behind its mark stands how the one before ended, and a line end.
            let printed = index == 0 ? outcomes[0] : String(outcomes[index].drop { $0 != "\n" }.dropFirst())
            let status = outcomes[index + 1].prefix { $0 != "\n" }
            if let output = command.output {
                let isSame = Self.matches(printed, filled(output))
                #expect(isSame, "\(document): \(command.text) printed:\n\(printed)\nand not:\n\(output)")
            } else {
                #expect(status == "0", "\(document): \(command.text) ended with \(status): \(printed)")
            }
        }
    }

    private func filled(_ text: String) -> String {
        places.reduce(text) { $0.replacingOccurrences(of: $1.document, with: $1.here) }
    }

    private static let variable: [(found: String, pattern: String)] = [
        ("vgr_[0-9a-z]{20}", "vgr_[0-9a-z]{20}"),
        (
            "20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:]{8}(\\.[0-9]{3})?Z",
            "20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:]{8}(\\.[0-9]{3})?Z"
        ),
        ("(?<=sat_|srt_)…", "[0-9A-Za-z_-]+"), ("\\b[0-9]{2,}\\b", "[0-9]+"),
    ]

    private static func matches(_ printed: String, _ shown: String) -> Bool {
        var shown = shown
        var printed = printed
        // JSON is shown in more lines than it is printed in.
        if shown.hasPrefix("{") {
            shown = shown.filter { !$0.isWhitespace }
            printed = printed.filter { !$0.isWhitespace }
        }
        for (index, kind) in variable.enumerated() {
            shown = shown.replacingOccurrences(of: kind.found, with: mark(index), options: .regularExpression)
        }
        var pattern = NSRegularExpression.escapedPattern(for: shown.trimmingCharacters(in: .whitespacesAndNewlines))
        for (index, kind) in variable.enumerated() {
            pattern = pattern.replacingOccurrences(of: mark(index), with: kind.pattern)
        }
        // Columns are as wide as what stands in them.
        pattern = pattern.replacingOccurrences(of: " {2,}", with: " {2,}", options: .regularExpression)
        let text = printed.trimmingCharacters(in: .whitespacesAndNewlines)
        if pattern.isEmpty || text.isEmpty { return pattern.isEmpty && text.isEmpty }
        return text.range(of: "^(?:\(pattern))$", options: .regularExpression) == text.startIndex..<text.endIndex
    }

    /// A character that no document has.
    private static func mark(_ index: Int) -> String { String(UnicodeScalar(0xE000 + UInt32(index))!) }
}
