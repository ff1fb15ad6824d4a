import Testing
import VaultJSON

/// What RFC 8259 allows and forbids, text by text.
struct JSONReaderTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1", "-1", "12", "0.5", "1e5", "1E+5", "1e-05", "123.456e78", "\"\"",
        "\"a\"", " \t\r\n1 \n", "[]", "[ ]", "{}", "{ }", "[1]", "[1 , 2]", "[[[]],{}]", "{\"a\":1}",
        "{\"a\" : 1 , \"b\":[{}]}", "{\"\":0}", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0000\"", "\"\\uD83D\\uDE00\"",
        "\"\\ud800\\udc00\"", "\"é€😀\u{2028}\u{7f}\"", "\"\u{FEFF}\"", "{\"a\":1,\"A\":2}", "1.0e400",
        "{\"a\":{\"b\":1},\"b\":{\"a\":2}}", "[{\"a\":1},{\"a\":2}]",
    ])
    func `a well-formed text is taken`(_ text: String) {
        #expect(refusal(text) == nil)
    }

    @Test(arguments: [
        ("", JSONError.Reason.truncated, 0), ("  ", .truncated, 2), ("[", .truncated, 1), ("[1", .truncated, 2),
        ("[1,", .truncated, 3), ("{", .truncated, 1), ("{\"a\"", .truncated, 4), ("{\"a\":", .truncated, 5),
        ("{\"a\":1", .truncated, 6), ("{\"a\":1,", .truncated, 7), ("\"a", .truncated, 2), ("\"\\", .truncated, 2),
        ("\"\\u00", .truncated, 5), ("tru", .truncated, 3), ("-", .truncated, 1), ("1.", .truncated, 2),
        ("1e", .truncated, 2), ("1e+", .truncated, 3), ("\"\\ud800", .truncated, 7),
        ("x", .unexpectedByte, 0), ("]", .unexpectedByte, 0), (",", .unexpectedByte, 0), ("[,1]", .unexpectedByte, 1),
        ("[1,]", .unexpectedByte, 3), ("[1,,2]", .unexpectedByte, 3), ("[1 2]", .unexpectedByte, 3),
        ("[1}", .unexpectedByte, 2), ("{1:1}", .unexpectedByte, 1), ("{\"a\" 1}", .unexpectedByte, 5),
        ("{\"a\":1,}", .unexpectedByte, 7), ("{\"a\":}", .unexpectedByte, 5), ("{a:1}", .unexpectedByte, 1),
        ("{'a':1}", .unexpectedByte, 1), ("'a'", .unexpectedByte, 0), ("True", .unexpectedByte, 0),
        ("nul1", .unexpectedByte, 3), ("+1", .unexpectedByte, 0), (".5", .unexpectedByte, 0),
        ("NaN", .unexpectedByte, 0), ("Infinity", .unexpectedByte, 0), ("[1]//c", .trailingBytes, 3),
        ("/*c*/1", .unexpectedByte, 0), ("\u{C}1", .unexpectedByte, 0), ("\u{A0}1", .unexpectedByte, 0),
        ("1 1", .trailingBytes, 2), ("{}}", .trailingBytes, 2), ("\"a\"\"b\"", .trailingBytes, 3),
        ("1\0", .trailingBytes, 1), ("1x", .trailingBytes, 1), ("0x10", .trailingBytes, 1),
        ("01", .badNumber, 0), ("-01", .badNumber, 0), ("00", .badNumber, 0), ("-a", .badNumber, 0),
        ("1.a", .badNumber, 0), ("[1.]", .badNumber, 1), ("1ea", .badNumber, 0), ("1e+-1", .badNumber, 0),
        ("-Infinity", .badNumber, 0), ("\"\\x41\"", .badEscape, 1), ("\"\\'\"", .badEscape, 1),
        ("\"\\u12G4\"", .badEscape, 1), ("\"\\U0041\"", .badEscape, 1), ("\"\\\n\"", .badEscape, 1),
        ("\"\\0\"", .badEscape, 1), ("\"\\ud800\"", .loneSurrogate, 1), ("\"\\udc00\"", .loneSurrogate, 1),
        ("\"\\ud800\\n\"", .loneSurrogate, 1), ("\"\\ud800\\ud800\"", .loneSurrogate, 1),
        ("\"\\ud800\\u0041\"", .loneSurrogate, 1), ("\"\\ud800x\"", .loneSurrogate, 1),
        ("\"a\nb\"", .controlCharacter, 2), ("\"\t\"", .controlCharacter, 1), ("\"\0\"", .controlCharacter, 1),
        ("\"\u{1F}\"", .controlCharacter, 1), ("\u{FEFF}1", .byteOrderMark, 0),
        ("{\"a\":1,\"a\":2}", .duplicateMember, 7), ("{\"a\":1,\"\\u0061\":2}", .duplicateMember, 7),
        ("{\"a\\/b\":1,\"b\":0,\"a/b\":2}", .duplicateMember, 16), ("{\"\":1,\"\":2}", .duplicateMember, 6),
        ("[{\"x\":{\"a\":1,\"a\":2}}]", .duplicateMember, 13),
        ("{\"\\ud83d\\ude00\":1,\"😀\":2}", .duplicateMember, 18),
    ])
    func `a malformed text is refused, with reason and place`(
        _ text: String, _ reason: JSONError.Reason, _ offset: Int
    ) throws {
        let found = try #require(refusal(text))
        #expect(found.reason == reason)
        #expect(found.offset == offset)
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused where they start`(_ bytes: [UInt8]) throws {
        let quoted = [UInt8(ascii: "\""), UInt8(ascii: "a")] + bytes + [UInt8(ascii: "\"")]
        let found = try #require(refusal(quoted))
        #expect(found.reason == .invalidUTF8)
        #expect(found.offset == 2)
    }

    @Test func `what needs a look is seen at every place of a long string`() throws {
        for place in 0..<24 {
            let before = String(repeating: "x", count: place)
            let after = String(repeating: "~", count: 24 - place)
            #expect(try parse("\"\(before)\\n\(after)\"").string == "\(before)\n\(after)")
            #expect(try parse("\"\(before)é\(after)\"").string == "\(before)é\(after)")
            #expect(refusal("\"\(before)\"\(after)\"")?.offset == place + 2)
            #expect(refusal("\"\(before)\u{1F}\(after)\"")?.reason == .controlCharacter)
            #expect(refusal(Array("\"\(before)".utf8) + [0x80] + Array("\(after)\"".utf8))?.reason == .invalidUTF8)
            #expect(try parse("'\(before)\"\(after)'", .json5).string == "\(before)\"\(after)")
        }
    }

    @Test func `UTF-16 text is refused`() {
        #expect(refusal(Array("[1]".utf16).flatMap { [UInt8($0), 0] }) != nil)
        #expect(refusal([0xFF, 0xFE, 0x31, 0x00]) != nil)
    }

    @Test func `limits hold exactly`() {
        let limits = JSONLimits(bytes: 24, depth: 2, members: 3, numberLength: 5)
        #expect(refusal("[[0]]", limits: limits) == nil)
        #expect(refusal("[[[0]]]", limits: limits)?.reason == .tooDeep)
        #expect(refusal("{\"a\":{\"b\":[]}}", limits: limits)?.offset == 10)
        #expect(refusal("{\"a\":1,\"b\":2,\"c\":3}", limits: limits) == nil)
        #expect(refusal("[{\"a\":0},{\"b\":0}]", limits: limits) == nil)
        #expect(refusal("{\"\":1,\"b\":2,\"c\":3,\"d\":4", limits: limits)?.reason == .tooManyMembers)
        #expect(refusal("12345", limits: limits) == nil)
        #expect(refusal("-12345", limits: limits)?.reason == .numberTooLong)
        #expect(refusal(String(repeating: " ", count: 23) + "1", limits: limits) == nil)
        #expect(refusal(String(repeating: " ", count: 24) + "1", limits: limits)?.reason == .tooLarge)
    }

    @Test func `the usual depth is sixteen and a hundred thousand brackets do no harm`() {
        let sixteen = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
        #expect(refusal(sixteen) == nil)
        #expect(refusal("[" + sixteen + "]")?.reason == .tooDeep)
        #expect(refusal(String(repeating: "[", count: 100_000))?.reason == .tooDeep)
        #expect(refusal(String(repeating: "{\"a\":", count: 100_000))?.reason == .tooDeep)
    }

    @Test func `an error shows line and column and nothing of the text`() throws {
        let text = "{\n  \"é\": \"hunter2\",\n  \"é\": \"hunter2\"\n}"
        do throws(JSONError) {
            _ = try parse(text)
            Issue.record("taken")
        } catch {
            #expect(error.position == JSONPosition(line: 3, column: 3))
            #expect(!"\(error)".contains("hunter2"))
            #expect("\(error)" == "line 3, column 3: the object already has a member of this name")
        }
        #expect(throws: JSONError(.unexpectedByte, offset: 13, position: JSONPosition(line: 2, column: 3))) {
            _ = try parse("[\"é😀\",\n  x]")
        }
    }

    @Test func `duplicates can be listed instead of refused`() throws {
        let document = try JSONDocument(
            parsing: Array("{\"a\":1,\n\"b\":{\"c\":1,\"c\":2,\"c\":3},\n\"a\":2}".utf8), refusesDuplicates: false)
        #expect(document.duplicates.map(\.name.string) == ["c", "c", "a"])
        #expect(document.duplicates.map(\.name.position.line) == [2, 2, 3])
        #expect(document.duplicates.map(\.first.position.description) == ["2:6", "2:6", "1:2"])
        #expect(document.root["a"]?.integer == 1)
    }
}
