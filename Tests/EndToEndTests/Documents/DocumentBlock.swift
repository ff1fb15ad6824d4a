import Foundation

/// A block of code in a document, fenced or indented, with the place where it stands.
struct DocumentBlock {
    let document: String
    /// The nearest heading above, without its marks.
    let heading: String
    let line: Int
    /// What the fence says; nil for an indented block.
    let language: String?
    let isTranscript: Bool
    let lines: [String]

    struct Command {
        var text: String
        /// What it is shown to print; nil where nothing is shown.
        var output: String?
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// README.md and everything below Docs.
    static func documents() throws -> [String] {
        let below = try FileManager.default.subpathsOfDirectory(atPath: root.appendingPathComponent("Docs").path)
        return ["README.md"] + below.filter { $0.hasSuffix(".md") }.map { "Docs/" + $0 }.sorted()
    }

    static func all(in document: String) throws -> [DocumentBlock] {
        var reader = DocumentReader(document: document)
        let text = try String(contentsOf: root.appendingPathComponent(document), encoding: .utf8)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { reader.take(String(line)) }
        reader.take("")
        return reader.blocks
    }

    /// Whether somebody is meant to type it.
    var isShell: Bool {
        if let language, !language.isEmpty { return ["sh", "console", "bash", "shell"].contains(language) }
        let programs = [
            "vault", "make ", "curl ", "openssl ", "systemctl ", "systemd-", "apt", "docker ", "sudo ", ".ci/", "node ",
            "swift ",
        ]
        return lines.contains { line in line.hasPrefix("$ ") || programs.contains(where: line.hasPrefix) }
            // A message of the daemon may begin with its name; then a colon follows.
            && !lines.allSatisfy { $0.contains("vaultd: ") }
    }

    /// Lines behind `$`, with what is printed below each; where there is no `$`, every line is a command.
    var commands: [Command] {
        var commands: [Command] = []
        let hasPrompts = lines.contains { $0.hasPrefix("$ ") }
        for line in lines where !line.hasPrefix("#") && !(line.isEmpty && !hasPrompts) {
            if line.hasPrefix("$ ") {
                commands.append(Command(text: String(line.dropFirst(2)), output: ""))
            } else if commands.last?.text.hasSuffix("\\") == true {
                commands[commands.count - 1].text += "\n" + line
            } else if hasPrompts {
                if !commands.isEmpty { commands[commands.count - 1].output? += line + "\n" }
            } else {
                commands.append(Command(text: line))
            }
        }
        return commands
    }
}
