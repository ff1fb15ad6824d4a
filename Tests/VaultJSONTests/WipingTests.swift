import Testing
import VaultJSON

/// Nothing of a secret stays in memory once document and writer are gone. One after the other: what one probe reads is in its window, where the
/// probe of another test would find it.
@Suite(.serialized) struct WipingTests {
    @Test func `the probe finds a secret that was left behind`() throws {
        let probe = MemoryProbe(before: "[\"", after: "\"]")
        #expect(try probe.occurrences() == 0)
        let document = try probe.withText { try JSONDocument(parsing: $0) }
        #expect(try probe.occurrences() == 1)
        #expect(document.root.count == 1)
    }

    @Test func `a released document is wiped`() throws {
        let probe = MemoryProbe(before: "{\"a\\nb\":[\"x", after: "\\n\"],\"c\":1}")
        var document: JSONDocument? = try probe.withText { try JSONDocument(parsing: $0, wipeOnRelease: true) }
        let length = document?.root["a\nb"]?.elements?.first { _ in true }?.withUnescapedBytes { $0.count }
        #expect(length == 34)
        #expect(try probe.occurrences() == 1)
        document = nil
        #expect(try probe.occurrences() == 0)
    }

    @Test func `a refused text is wiped`() throws {
        // Long, because a small freed block is soon used for something else and would prove nothing.
        let probe = MemoryProbe(
            before: "[\"",
            after: """
                ",
                "................................................................................................",
                "................................................................................................",
                "................................................................................................",
                "................................................................................................",
                "................................................................................................",
                "................................................................................................",
                """)
        #expect(throws: JSONError.self) { try probe.withText { try JSONDocument(parsing: $0, wipeOnRelease: true) } }
        #expect(try probe.occurrences() == 0)
    }

    @Test func `a writer leaves nothing behind when it grows and when it is wiped`() throws {
        let probe = MemoryProbe(before: "", after: "")
        var writer = JSONWriter(capacity: 8)
        writer.beginArray()
        probe.withText { writer.string(bytes: $0) }
        for _ in 0..<500 { writer.string("padding") }
        #expect(try probe.occurrences() == 1)
        writer.wipe()
        #expect(try probe.occurrences() == 0)
    }
}
