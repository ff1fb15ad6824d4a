import Foundation
import TestHarness

/// Others' programs that read what is shipped for a SIEM (Tests/idp/siem_peers.py); `make test` fetches them.
enum SiemPeers {
    static func run(
        _ words: [String], input: String = ""
    ) async throws -> (ending: Program.Ending, output: String, errors: String) {
        try await Program.run(
            Promtool.root.appendingPathComponent(".build/siem/python/bin/python").path,
            [Promtool.root.appendingPathComponent("Tests/idp/siem_peers.py").path] + words, input: Array(input.utf8))
    }
}
