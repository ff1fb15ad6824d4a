import Foundation
import Testing
import VaultConfiguration
import VaultCore

/// Docs/providers.md has a section for each preset, with the table that the program has.
struct PresetDocumentTests {
    private static let file = Document.url.deletingLastPathComponent().appendingPathComponent("providers.md")

    /// With VAULT_WRITE_DOCS=1 in the environment the page is written anew instead.
    @Test func `the page of providers says what the preset table says`() throws {
        let page = try String(contentsOf: Self.file, encoding: .utf8)
        let wanted = try Self.filled(page)
        if ProcessInfo.processInfo.environment["VAULT_WRITE_DOCS"] == "1" {
            try wanted.write(to: Self.file, atomically: true, encoding: .utf8)
        } else {
            #expect(
                page == wanted,
                "run `VAULT_WRITE_DOCS=1 swift test --filter PresetDocumentTests` and look at the change")
        }
    }

    @Test(arguments: ProviderPreset.all.map(\.name))
    func `each preset's section tells how to register a client`(name: String) throws {
        let page = try String(contentsOf: Self.file, encoding: .utf8)
        let preset = try #require(ProviderPreset.named(name))
        let section = try #require(page.components(separatedBy: "\n## \(preset.title)\n").last)
        let text = try #require(section.components(separatedBy: "<!-- made").first)
        #expect(page.contains("\n## \(preset.title)\n") && text.contains("Register") && text.contains("Refresh token"))
    }

    private static func filled(_ page: String) throws -> String {
        var page = page
        for (name, text) in [("all", overview)] + ProviderPreset.all.map({ ($0.name, table($0)) }) {
            let mark = "<!-- made from the preset table: \(name) -->\n"
            let start = try #require(page.range(of: mark)?.upperBound, "no section \(name)")
            let end = try #require(page.range(of: "<!-- end -->", range: start..<page.endIndex)?.lowerBound)
            page.replaceSubrange(start..<end, with: "\n\(text)\n")
        }
        return page
    }

    private static var overview: String {
        let rows = ProviderPreset.all.map { preset in
            let values = ["rotation", "idle_life", "revocation"].map { member in
                preset.facts.first { $0.member == member }.map { $0.isVerified ? $0.text : "\($0.text) (unverified)" }
                    ?? "–"
            }
            let places = preset.placeholders.map { $0.usual == nil ? "`\($0.name)`" : "`\($0.name)` (may be left out)" }
            let title = "[\(preset.title)](#\(anchor(preset.title)))"
            return "| `\(preset.name)` | \(title) | \(places.isEmpty ? "–" : places.joined(separator: ", ")) | "
                + values.joined(separator: " | ") + " |\n"
        }
        return
            "| Preset | Provider | Placeholders | Rotation | Refresh token unused | Revocation |\n|---|---|---|---|---|---|\n"
            + rows.joined()
    }

    private static func anchor(_ title: String) -> String {
        String(title.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " }.map { $0 == " " ? "-" : $0 })
    }

    private static func table(_ preset: ProviderPreset) -> String {
        let rows = preset.facts.map { fact in
            let source = fact.source.hasPrefix("https://") ? "<\(fact.source)>" : fact.source
            return "| `\(fact.member)` | \(fact.text) | \(fact.isVerified ? "" : "unverified; ")\(source) |\n"
        }
        return "| Member | Value | Source |\n|---|---|---|\n" + rows.joined()
    }
}
