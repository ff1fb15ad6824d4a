import Foundation
import Testing
import VaultConfiguration
import VaultCore

/// Every method against every client of the complete example: a new method stands in no row until somebody has looked at who
/// may call it.
struct MethodMatrixTests {
    private static let file = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Docs/configuration.md")
    private static let mark = "<!-- made from the complete example and the method table -->\n"

    /// With VAULT_WRITE_DOCS=1 in the environment the table is written anew instead.
    @Test func `the table of who may call what is what the policy decides`() throws {
        let page = try String(contentsOf: Self.file, encoding: .utf8)
        let start = try #require(page.range(of: Self.mark)?.upperBound)
        let end = try #require(page.range(of: "<!-- end -->", range: start..<page.endIndex)?.lowerBound)
        let table = try Self.table()
        if ProcessInfo.processInfo.environment["VAULT_WRITE_DOCS"] == "1" {
            let written = page.replacingCharacters(in: start..<end, with: table)
            try written.write(to: Self.file, atomically: true, encoding: .utf8)
        } else {
            #expect(
                page[start..<end] == table,
                "run `VAULT_WRITE_DOCS=1 swift test --filter MethodMatrixTests` and look at the change")
        }
    }

    private static func table() throws -> String {
        let settings = try load(Document.example()).settings
        let policy = Policy(clients: settings.clients, providers: ProviderRegistry())
        let clients = settings.clients.map(\.name)
        var lines = [
            "| Method | Socket | " + clients.map { "`\($0.text)`" }.joined(separator: " | ") + " | anyone else |",
            "|---|---|" + String(repeating: "---|", count: clients.count + 1),
        ]
        for method in Method.allCases {
            let cells = (clients.map(Optional.some) + [nil]).map { cell(policy, $0, method) }
            lines.append(
                "| `\(method.rawValue)` | \(method.isAdminOnly ? "admin" : "both") | " + cells.joined(separator: " | ")
                    + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Asks with no provider or subject: whether there is any that the client may call it for.
    private static func cell(_ policy: Policy, _ client: ClientName?, _ method: Method) -> String {
        let peer = PeerIdentity(uid: 4_000_000, gid: 4_000_000, pid: 1)
        let decisions = [SocketRole.workload, .admin].map { socket in
            policy.decide(Caller(peer: peer, socket: socket, client: client), method, provider: nil)
        }
        let isAllowed = decisions.map { if case .allow = $0 { true } else { false } }
        // The workload socket never offers more than the admin socket.
        #expect(!isAllowed[0] || isAllowed[1])
        #expect(isAllowed[0] == isAllowed[1] || method.isAdminOnly)
        return isAllowed[1] ? "yes" : "–"
    }
}
