import Foundation
import VaultConfiguration
import VaultCore

/// A machine with a few users and groups.
struct FakeAccounts: AccountNames {
    func uid(ofUser name: String) -> UInt32? { ["backstage": 1001, "catalog": 1002, "root": 0][name] }
    func gid(ofGroup name: String) -> UInt32? { ["vault": 2001, "root": 0][name] }
}

/// The smallest configuration, with places where a test adds to it.
enum Sample {
    /// - Parameters:
    ///   - provider: members of one provider, in place of the sound ones.
    ///   - root: members beside the needed ones.
    static func text(
        sealKey: String = "{file: '/k'}", workload: String = "path: '/run/w/s'", admin: String = "path: '/run/a/s'",
        provider: String = Sample.provider, clients: String = "", root: String = ""
    ) -> String {
        """
        {
          seal_key: \(sealKey),
          store: {path: '/var/s'},
          audit: {path: '/var/a'},
          sockets: {workload: {\(workload)}, admin: {\(admin)}},
          providers: {github: {\(provider)}},
          clients: {\(clients)},
          \(root)
        }
        """
    }

    static let provider = "token_endpoint: 'https://x/t', client_id: 'c', client_secret: {file: '/s'}, rotation: 'none'"

    /// A sound provider with one member changed or added.
    static func provider(with member: String) -> String {
        let name = member.prefix { $0 != ":" }
        let kept = provider.split(separator: ", ").filter { !$0.hasPrefix("\(name):") }
        return (kept + [Substring(member)]).joined(separator: ", ")
    }

    static func client(_ match: String = "{uid: 1}", _ allow: String = "{methods: ['token.get'], providers: '*'}")
        -> String
    {
        "c: {match: [\(match)], allow: [\(allow)]}"
    }
}

func load(_ text: String) throws(InvalidConfiguration) -> LoadedConfiguration {
    try ConfigurationReader.read(Array(text.utf8), accounts: FakeAccounts())
}

/// All problems of a text, as `position path: message` without the file.
func problems(_ text: String) -> [String] {
    do throws(InvalidConfiguration) {
        _ = try load(text)
        return []
    } catch {
        return error.problems.map { "\($0.path): \($0.message)" }
    }
}

enum Document {
    static let url = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Docs/configuration.md")

    static func text() throws -> String { try String(contentsOf: url, encoding: .utf8) }

    /// What stands between the fences of the example.
    static func example() throws -> String {
        let parts = try text().components(separatedBy: "```json5\n")
        return parts[1].components(separatedBy: "```")[0]
    }

    /// The rows of the table below each heading.
    static func tables() throws -> [String: [[String]]] {
        var tables: [String: [[String]]] = [:]
        var heading = ""
        for line in try text().split(separator: "\n") {
            if line.hasPrefix("## ") { heading = String(line.dropFirst(3)) }
            // Below a lesser heading stands something else than the members of a shape.
            if line.hasPrefix("### ") { heading = "" }
            guard line.hasPrefix("| `"), !heading.isEmpty else { continue }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            tables[heading, default: []].append(cells)
        }
        return tables
    }
}
