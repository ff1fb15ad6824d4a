import Foundation
import Testing

/// Documents show transcripts as they are run: between `<!-- transcript NAME -->` and `<!-- end -->` stands that file.
/// `VAULT_WRITE_DOCS=1 swift test --filter TranscriptDocumentTests` puts them in.
@Suite struct TranscriptDocumentTests {
    private static let document = "Docs/operations.md"

    @Test func `operations shows the transcripts as they are run`() throws {
        let text = try SourceTree.text(Self.document)
        let wanted = try filled(text)
        if ProcessInfo.processInfo.environment["VAULT_WRITE_DOCS"] == "1" {
            try wanted.write(
                to: SourceTree.root.appendingPathComponent(Self.document), atomically: true, encoding: .utf8)
        } else {
            #expect(text == wanted, "\(Self.document) is not what the transcripts are")
        }
        #expect(text.components(separatedBy: Self.mark).count > 3)
    }

    private static let mark = "<!-- transcript "

    private func filled(_ text: String) throws -> String {
        var parts = text.components(separatedBy: Self.mark)
        for index in parts.indices.dropFirst() {
            let name = String(parts[index].prefix { $0 != " " })
            let end = try #require(parts[index].range(of: "<!-- end -->"), "\(name) has no end")
            let transcript = try SourceTree.text("Tests/EndToEndTests/Transcripts/\(name)")
            parts[index] =
                "\(name) -->\n```console\n\(transcript.trimmingCharacters(in: .newlines))\n```\n"
                + parts[index][end.lowerBound...]
        }
        return parts.joined(separator: Self.mark)
    }
}
