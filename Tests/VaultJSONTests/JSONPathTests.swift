import Testing
import VaultJSON

/// Where a value stands, made when somebody asks.
@Suite struct JSONPathTests {
    private let text = #"{"a":[{"b":1},[2,{"c.d":{"e":3}}]],"":{"f":4},"a\u002eb":5,"a":6}"#

    private func document() throws -> JSONDocument {
        try JSONDocument(parsing: Array(text.utf8), refusesDuplicates: false)
    }

    /// Values and names, in the order of the text.
    private func all(_ value: JSONValue) -> [JSONValue] {
        [value] + (value.elements.map { $0.flatMap(all) } ?? [])
            + (value.members.map { $0.flatMap { [$0.name] + all($0.value) } } ?? [])
    }

    private let paths = [
        "", "a", "a", "a[0]", "a[0].b", "a[0].b", "a[1]", "a[1][0]", "a[1][1]", "a[1][1].c.d", "a[1][1].c.d",
        "a[1][1].c.d.e", "a[1][1].c.d.e", "", "", ".f", ".f", "a.b", "a.b", "a", "a",
    ]

    @Test func `every value and every name has its path, in one walk for all of them and for each alone`() throws {
        let document = try document()
        let values = all(document.root)
        // An empty name below the root adds nothing but what comes behind it.
        let expected = paths.map { $0 == ".f" ? "f" : $0 }
        #expect(document.paths(of: values) == expected)
        #expect(document.paths(of: values.reversed()) == expected.reversed())
        #expect(values.map(\.path) == expected)
        #expect(document.paths(of: []).isEmpty)
    }

    @Test func `a value is found by its path, also below names with dots`() throws {
        let document = try document()
        #expect(document.value(at: "")?.kind == .object)
        #expect(document.value(at: "a")?.kind == .array)
        #expect(document.value(at: "a[0].b")?.integer == 1)
        #expect(document.value(at: "a[1][0]")?.integer == 2)
        #expect(document.value(at: "a[1][1].c.d.e")?.integer == 3)
        #expect(document.value(at: "a.b")?.integer == 5)
    }

    @Test(arguments: [
        "b", "a[2]", "a[-1]", "a[0", "a[x]", "a[]", "a[1][1].c", "a[1][1].c.d.e.f", "ab", "a[0].b.c",
        "a[99999999999999999999]",
    ])
    func `no value stands where nothing does`(path: String) throws {
        #expect(try document().value(at: path) == nil)
    }
}
