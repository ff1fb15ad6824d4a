import Testing
import VaultCore

/// Scopes as a text between spaces.
@Suite struct ScopeSetTests {
    @Test(arguments: ["a b c", "c a b", "a b a c c", "a b b c", " a  b c ", "c b a"])
    func `a text gives the set of its words, in whatever order they stand`(text: String) throws {
        let set = try ScopeSet(spaceSeparated: text)
        #expect(set.scopes == ["a", "b", "c"])
        #expect(set == (try ScopeSet(["b", "c", "a"])))
        #expect(try ScopeSet(spaceSeparated: set.spaceSeparated) == set)
    }

    @Test func `a text without a word is the empty set`() throws {
        for text in ["", " ", "   "] { #expect(try ScopeSet(spaceSeparated: text) == .empty) }
    }

    @Test(arguments: ["a b\"", "a\u{7F} b", "a\tb", "b\\ c", "a ü"])
    func `a word that is no scope is refused, in order or not`(text: String) {
        #expect(throws: InvalidValue.self) { try ScopeSet(spaceSeparated: text) }
        #expect(throws: InvalidValue.self) { try ScopeSet(spaceSeparated: text + " a") }
    }

    @Test func `more than 64 scopes, or one that is too long, are refused also where they stand in order`() throws {
        let many = (100..<164).map { "s\($0)" }
        #expect(try ScopeSet(spaceSeparated: many.joined(separator: " ")).scopes == many)
        #expect(throws: InvalidValue.self) { try ScopeSet(spaceSeparated: (many + ["s164"]).joined(separator: " ")) }
        #expect(try ScopeSet(spaceSeparated: (many + ["s100"]).joined(separator: " ")).scopes == many)
        let longest = String(repeating: "x", count: 256)
        #expect(try ScopeSet(spaceSeparated: longest).scopes == [longest])
        #expect(throws: InvalidValue.self) { try ScopeSet(spaceSeparated: longest + "x") }
    }
}
