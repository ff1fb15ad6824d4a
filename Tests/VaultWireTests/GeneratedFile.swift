import Foundation
import Testing

/// A file below the project's folder of which some sections, each between its two marks, are made from the method table.
struct GeneratedFile {
    let path: String
    /// What a mark stands between.
    let comment: (open: String, close: String)
    let sections: [(name: String, text: String)]

    /// Holds the file to the table; with VAULT_WRITE_DOCS=1 in the environment it is written anew instead.
    func check() throws {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(path)
        let found = try String(contentsOf: file, encoding: .utf8)
        let wanted = try filled(found)
        if ProcessInfo.processInfo.environment["VAULT_WRITE_DOCS"] == "1" {
            try wanted.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(
                found == wanted,
                "\(path): run `VAULT_WRITE_DOCS=1 swift test --filter DocumentTests` and look at the change")
        }
    }

    private func filled(_ file: String) throws -> String {
        var file = file
        for section in sections {
            let mark = "\(comment.open)made from the method table: \(section.name)\(comment.close)\n"
            let start = try #require(file.range(of: mark)?.upperBound, "no section \(section.name)")
            var end = try #require(
                file.range(of: "\(comment.open)end\(comment.close)\n", range: start..<file.endIndex)?.lowerBound)
            while file[file.index(before: end)] == " " { end = file.index(before: end) }
            file.replaceSubrange(start..<end, with: section.text)
        }
        return file
    }
}
