import Testing
import VaultJSON

/// What the writer puts on the wire.
struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(capacity: 1)
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `commas stand between values and nowhere else`() {
        let text = written { writer in
            writer.object { writer in
                writer.member("a", 1)
                writer.member(
                    "b",
                    object: { writer in
                        writer.member("c", true)
                        writer.member("d", "x")
                    })
                writer.name("e")
                writer.beginArray()
                writer.null()
                writer.array { _ in }
                writer.object { _ in }
                writer.double(1.5)
                writer.endArray()
                writer.member("f", ["p", "q"])
                writer.name("g")
                writer.raw("[0]")
            }
        }
        #expect(text == #"{"a":1,"b":{"c":true,"d":"x"},"e":[null,[],{},1.5],"f":["p","q"],"g":[0]}"#)
    }

    @Test func `strings are escaped as little as the specification allows`() {
        let text = written { $0.string("\"\\/\u{8}\u{c}\n\r\t\u{1}\u{1f}\u{7f}é\u{2028}😀") }
        #expect(text == #""\"\\/\b\f\n\r\t\u0001\u001f"# + "\u{7f}é\u{2028}😀\"")
    }

    @Test func `bytes that are not UTF-8 become replacement characters`() {
        let bytes: [UInt8] = [0x61, 0xFF, 0x22, 0xE2, 0x82]
        #expect(written { $0.string(bytes: bytes.span) } == "\"a\u{FFFD}\\\"\u{FFFD}\u{FFFD}\"")
    }

    @Test(arguments: [
        (0.0, "0.0"), (-1.25, "-1.25"), (1e300, "1e+300"), (.infinity, "null"), (.nan, "null"),
        (.leastNormalMagnitude, "2.2250738585072014e-308"),
    ])
    func `doubles are JSON numbers or null`(_ value: Double, _ expected: String) {
        #expect(written { $0.double(value) } == expected)
    }

    @Test(arguments: [0, 1, -1, 9, 10, -10, 1_767_220_000_123, Int64.max, .min])
    func `integers have the digits that they have as text`(_ value: Int64) {
        let text = written { writer in
            writer.array { writer in
                writer.integer(value)
                writer.integer(Int(value))
                writer.integer(UInt64(value.magnitude))
            }
        }
        #expect(text == "[\(value),\(value),\(value.magnitude)]")
    }

    @Test func `lines follow each other without commas`() {
        let text = written { writer in
            writer.object { $0.member("a", Int64.min) }
            writer.newline()
            writer.object { $0.member("a", UInt64.max) }
            writer.newline()
        }
        #expect(text == "{\"a\":-9223372036854775808}\n{\"a\":18446744073709551615}\n")
    }

    @Test func `integers of every length are written as Swift writes them`() {
        var numbers: [Int64] = [0, .max, .min, .min + 1]
        for power in 0..<19 {
            let ten = (0..<power).reduce(Int64(1)) { number, _ in number * 10 }
            numbers += [ten - 1, ten, -ten, 1 - ten]
        }
        for number in numbers {
            #expect(written { $0.integer(number) } == "\(number)")
            #expect(written { $0.member("n", number) } == "\"n\":\(number)")
        }
        #expect(written { $0.integer(UInt8.max) } == "255")
        #expect(written { $0.integer(Int32.min) } == "-2147483648")
        #expect(written { $0.integer(UInt64(Int64.max) + 1) } == "9223372036854775808")
    }

    @Test func `a member of two texts is written as a name and a text are`() {
        let texts = ["", "a", "plain text of some length", "a\"b", "\\", "\n", "ü", String(repeating: "x", count: 400)]
        var together = JSONWriter(capacity: 8)
        var apart = JSONWriter()
        for name in texts {
            for value in texts {
                for isFirst in [true, false] {
                    for writer in [true, false] {
                        func write(_ json: inout JSONWriter) {
                            json.object { json in
                                if !isFirst { json.member("first", 1) }
                                if writer {
                                    json.member(name, value)
                                } else {
                                    json.name(name)
                                    json.string(value)
                                }
                                json.member("last", true)
                            }
                            json.newline()
                        }
                        if writer { write(&together) } else { write(&apart) }
                    }
                }
            }
        }
        #expect(together.bytes == apart.bytes)
    }

    @Test func `a wiped writer is empty and can be used again`() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("token", "abc")
        writer.wipe()
        #expect(writer.bytes.isEmpty)
        writer.array { $0.integer(1) }
        #expect(writer.bytes == Array("[1]".utf8))
    }
}
