import Foundation
import TestHarness
import Testing

/// Two programs that do the same and are different files with different contents: copies of the Python interpreter.
final class PeerPrograms {
    let folder: TemporaryFolder

    var right: String { folder.file("right") }
    var wrong: String { folder.file("wrong") }

    init() async throws {
        folder = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
        for path in [right, wrong] {
            // What follows the end of an ELF file changes nothing but its digest. Written by a process of its own: a child that
            // another test starts meanwhile would hold our descriptor for a moment, and a file that is open for writing
            // cannot be run (ETXTBSY).
            let script = "cat /usr/bin/python3 > \"$0\" && echo \"$0\" >> \"$0\" && chmod 755 \"$0\""
            let made = try await Program.run("/bin/sh", ["-c", script, path])
            try #require(made.ending == .exit(0), "\(made.errors)")
        }
    }

    func digest(of path: String) async throws -> String {
        let ended = try await Program.run("/usr/bin/sha256sum", [path])
        return try #require(ended.output.split(separator: " ").first.map(String.init))
    }
}
