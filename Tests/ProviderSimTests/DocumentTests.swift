import Foundation
import TestHarness
import Testing
import VaultCommandLine
import VaultJSON

@testable import vault_provider_sim

/// Docs/simulator.md against the code that it describes.
@Suite struct DocumentTests {
    private let text: String

    init() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        text = try String(contentsOf: root.appendingPathComponent("Docs/simulator.md"), encoding: .utf8)
    }

    private func matches(_ pattern: Regex<(Substring, Substring)>) -> [String] {
        text.matches(of: pattern).map { String($0.output.1) }
    }

    @Test func `every word of the log, the lineages and the faults is explained`() {
        let words =
            Verdict.allCases.map(\.rawValue) + LineageFate.allCases.map(\.rawValue)
            + FaultKind.allCases.map(\.rawValue) + LogMilestone.allCases.map(\.rawValue)
            + NarrowingRule.allCases.map(\.rawValue) + ClientAuthenticationMethod.allCases.map(\.rawValue)
        for word in words where !["received", "processed", "answered"].contains(word) {
            #expect(text.contains("`\(word)`"), "\(word)")
        }
    }

    @Test func `every switch that sets a rule is in the table`() {
        for switchName in [
            "rotation", "narrowing", "access-token-ttl", "refresh-token-ttl", "token-bytes", "id-token",
            "single-access-token",
        ] {
            #expect(text.contains("`--\(switchName)`"), "\(switchName)")
        }
    }

    @Test func `every switch that is named exists`() {
        let known = SimulatorProgram.spec.commands[0].options.map(\.name) + ["help"]
        let named = Set(matches(/--([a-z][a-z-]+)/))
        #expect(named.count > 10)
        for name in named { #expect(known.contains(name), "--\(name)") }
    }

    @Test func `every control request that is listed is served`() {
        let requests = matches(/\| `((?:GET|POST) \/sim\/[a-z]+)/)
        #expect(requests.count == 11)
        for request in requests {
            let bare = BareSimulator()
            let parts = request.split(separator: " ").map(String.init)
            #expect(bare.send(.of(parts[0], parts[1], "", authorization: nil)).status != 404, "\(request)")
        }
    }

    @Test func `every fault that is shown can be set`() throws {
        let bodies = matches(/\n +(\{"faults":\[.*?\]\})/)
        #expect(bodies.count == 11)
        for body in bodies {
            let bare = BareSimulator()
            #expect(bare.post("/sim/faults", body).status == 200, "\(body)")
        }
    }

    @Test func `an entry of the log has the members that are shown`() throws {
        let bare = BareSimulator()
        _ = bare.refresh(try bare.mint().refreshToken)
        let entry = try #require(bare.get("/sim/log").json()["entries"]?.elements?.first { _ in true })
        let start = try #require(text.range(of: "{\"sequence\":"))
        let end = try #require(text[start.lowerBound...].firstIndex(of: "}"))
        let shown = try JSONDocument(parsing: Array(text[start.lowerBound...end].utf8)).root
        #expect(names(of: entry) == names(of: shown))
    }

    private func names(of object: JSONValue) -> [String?] { object.members?.map(\.name.string) ?? [] }
}
