import Testing
import VaultJSON

/// What a configuration file may look like beyond JSON.
struct JSON5Tests {
    @Test func `a commented file reads like the plain one`() throws {
        let text = """
            // The vault, é😀.
            {
              /* one
                 two ** / */
              listen: 'unix', // why
              $a_1: "it's", 'b"c': 'say "hi" it\\'s \\u0041',
              list: [1, 2, /* last */],
              nested: {inner: true,},
            } // end
            """
        let value = try parse(text, .json5)
        #expect(value.members?.map(\.name.string) == ["listen", "$a_1", "b\"c", "list", "nested"])
        #expect(value["listen"]?.string == "unix")
        #expect(value["$a_1"]?.string == "it's")
        #expect(value["b\"c"]?.string == "say \"hi\" it's A")
        #expect(value["list"]?.elements?.map(\.integer) == [1, 2])
        #expect(value["nested"]?["inner"]?.bool == true)
        #expect(value["list"]?.position == JSONPosition(line: 7, column: 9))
        #expect(value.members?.map(\.name.position.description) == ["5:3", "6:3", "6:17", "7:3", "8:3"])
        #expect(value.members?.first { _ in true }?.name.withRawBytes { $0.count } == 6)
    }

    @Test(arguments: ["{}//", "//\n1", "/**/1", "/***/1", "1/*/*/", "[1,]", "{a:1,}", "{a:1,\"b\":2}", "''", "{_:1}"])
    func `a relaxed text is taken, but not as JSON`(_ text: String) {
        #expect(refusal(text, .json5) == nil)
        #expect(refusal(text) != nil)
    }

    @Test(arguments: [
        ("/*", JSONError.Reason.truncated, 2), ("/* *", .truncated, 4), ("/*/1", .truncated, 4), ("/", .truncated, 1),
        ("//", .truncated, 2), ("/x", .unexpectedByte, 1), ("1 /x", .unexpectedByte, 3), ("# c\n1", .unexpectedByte, 0),
        ("[,]", .unexpectedByte, 1), ("[1,,]", .unexpectedByte, 3), ("{,}", .unexpectedByte, 1),
        ("{a:1,,}", .unexpectedByte, 5), ("{a-b:1}", .unexpectedByte, 2), ("{1a:1}", .unexpectedByte, 1),
        ("{é:1}", .unexpectedByte, 1), ("{a:b}", .unexpectedByte, 3), ("'a\"", .truncated, 3), ("\"a'", .truncated, 3),
        ("0x10", .trailingBytes, 1), ("+1", .unexpectedByte, 0), (".5", .unexpectedByte, 0), ("5.", .truncated, 2),
        ("'\\x41'", .badEscape, 1), ("'a\nb'", .controlCharacter, 2), ("{a:1,a:2}", .duplicateMember, 5),
        ("{a:1,'\\u0061':2}", .duplicateMember, 5), ("{a:1,\"a\":2}", .duplicateMember, 5),
    ])
    func `what stays forbidden`(_ text: String, _ reason: JSONError.Reason, _ offset: Int) throws {
        let found = try #require(refusal(text, .json5))
        #expect(found.reason == reason)
        #expect(found.offset == offset)
    }

    @Test func `a comment must be UTF-8 too`() {
        #expect(refusal(Array("1 // ".utf8) + [0xFF], .json5)?.reason == .invalidUTF8)
        #expect(refusal(Array("1 /* ".utf8) + [0xC3, 0x28], .json5)?.reason == .invalidUTF8)
    }

    @Test func `places are the same in both dialects`() throws {
        let text = "\n[1,\n\n  \"é😀\", 2,\n{\"a\":\n3}]\n"
        let places = ["2:1", "2:2", "4:3", "4:9", "5:1", "5:2", "6:1"]
        for dialect in [JSONDialect.json, .json5] {
            let root = try parse(text, dialect)
            var found = [root.position] + (root.elements.map { $0.map(\.position) } ?? [])
            for member in root.elements?.compactMap(\.members).flatMap({ $0.map(\.self) }) ?? [] {
                found += [member.name.position, member.value.position]
            }
            #expect(found.map(\.description) == places)
        }
    }
}
