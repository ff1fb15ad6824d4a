import Testing
import VaultJSON

/// What a view says about a value that was read.
struct JSONValueTests {
    @Test func `members are found by their unescaped name`() throws {
        let value = try parse(#"{"a":1,"b\/c":{"d":[1,[2,3],{"e":4}]},"f":null,"😀":true}"#)
        #expect(value.kind == .object)
        #expect(value.count == 4)
        #expect(value["a"]?.integer == 1)
        #expect(value["b/c"]?["d"]?.count == 3)
        #expect(value["b\\/c"] == nil)
        #expect(value["f"]?.isNull == true)
        #expect(value["😀"]?.bool == true)
        #expect(value["e"] == nil)
        #expect(value["a"]?["b"] == nil)
        #expect(value.members?.map(\.name.string) == ["a", "b/c", "f", "😀"])
        #expect(value.elements == nil)
        let elements = try #require(value["b/c"]?["d"]?.elements)
        #expect(elements.map(\.kind) == [.number, .array, .object])
        #expect(elements.map { $0["e"]?.integer } == [nil, nil, 4])
        #expect(elements.map(\.count) == [0, 2, 1])
    }

    @Test func `values are written alike where their bytes are the same, in whatever documents they stand`() throws {
        let value = try parse(#"[["a", 1], ["a", 1], ["a",1], ["a", 2], ["\u0061", 1]]"#)
        let lists = Array(try #require(value.elements))
        #expect(lists.map { $0.isWritten(as: lists[0]) } == [true, true, false, false, false])
        let other = try #require(try parse(#"{"x":["a", 1]}"#)["x"])
        #expect(other.isWritten(as: lists[1]))
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("100000000000000000000", nil), ("1.0", nil),
            ("1e2", nil), ("\"1\"", nil), ("true", nil), ("null", nil), ("[1]", nil),
        ] as [(String, Int64?)])
    func `an integer is one only in integer syntax and in range`(_ text: String, _ value: Int64?) throws {
        #expect(try parse(text).integer == value)
    }

    @Test(
        arguments: [
            ("0", 0), ("-1.5", -1.5), ("1e2", 100), ("1E-2", 0.01), ("1e400", nil), ("-1e400", nil), ("1e-400", 0),
            ("\"1\"", nil),
        ] as [(String, Double?)])
    func `a double is finite`(_ text: String, _ value: Double?) throws {
        #expect(try parse(text).double == value)
    }

    @Test(arguments: [
        (#""""#, ""), (#""abc""#, "abc"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""a\u0000b""#, "a\0b"),
        (#""\u00e9\u20AC\ud83d\ude00x""#, "é€😀x"), (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"),
        (#""é€😀""#, "é€😀"), (#""\u007f\u0080\u07ff\u0800\uffff""#, "\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}"),
    ])
    func `a string is unescaped the same in every way`(_ text: String, _ expected: String) throws {
        let value = try parse(text)
        #expect(value.string == expected)
        #expect(value.isString(expected))
        #expect(!value.isString(expected + "x"))
        #expect(value.withUnescapedBytes { span in span.indices.map { span[$0] } } == Array(expected.utf8))
    }

    @Test func `bytes are lent only of strings, and errors pass through`() throws {
        struct Refused: Error {}
        let value = try parse(#"["abc", 1]"#)
        let elements = try #require(value.elements).map(\.self)
        #expect(throws: Refused.self) {
            try elements[0].withUnescapedBytes { (_: Span<UInt8>) throws(Refused) -> Int in throw Refused() }
        }
        #expect(elements[1].withUnescapedBytes { $0.count } == nil)
        #expect(elements[1].string == nil)
        #expect(!elements[1].isString("1"))
    }

    @Test func `ranges and positions point at the text as written`() throws {
        let text = "{\n  \"é\": [1,\n\t22],\n  \"b\": \"x\\ny\"}"
        let value = try parse(text)
        let bytes = Array(text.utf8)
        func written(_ value: JSONValue?) -> String? {
            value.map { String(decoding: bytes[$0.rawRange], as: UTF8.self) }
        }
        #expect(written(value) == text)
        #expect(written(value["é"]) == "[1,\n\t22]")
        #expect(written(value["b"]) == #""x\ny""#)
        #expect(value["b"]?.withRawBytes { $0.count } == 6)
        #expect(value["é"]?.position == JSONPosition(line: 2, column: 8))
        #expect(value["é"]?.elements?.map(\.position.description) == ["2:9", "3:2"])
        #expect(value.members?.map(\.name.position.description) == ["2:3", "4:3"])
    }

    @Test func `a view keeps its document alive`() throws {
        func first() throws -> JSONValue? {
            let bytes = Array(#"["secret \u0041"]"#.utf8)
            let document = try JSONDocument(parsing: bytes, wipeOnRelease: true)
            return document.root.elements?.first { _ in true }
        }
        #expect(try first()?.string == "secret A")
    }
}
