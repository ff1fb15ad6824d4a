import Foundation
import TestHarness
import Testing

/// Two programs that do the same and are different files with different contents: copies of the Python interpreter.
final class PeerPrograms {
    let folder: TemporaryFolder

    var right: String { folder.file("right") }
    var wrong: String { folder.file("wrong") }

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
        let python = URL(fileURLWithPath: "/usr/bin/python3").resolvingSymlinksInPath().path
        for (path, extra) in [(right, "r"), (wrong, "w")] {
            // What follows the end of an ELF file changes nothing but its digest.
            let content = try Data(contentsOf: URL(fileURLWithPath: python)) + Data(extra.utf8)
            try content.write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
    }

    func digest(of path: String) async throws -> String {
        let ended = try await Program.run("/usr/bin/sha256sum", [path])
        return try #require(ended.output.split(separator: " ").first.map(String.init))
    }
}
