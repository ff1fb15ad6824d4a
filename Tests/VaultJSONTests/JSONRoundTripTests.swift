import Testing
import VaultJSON

/// Whatever the writer writes, the reader reads back.
struct JSONRoundTripTests {
    @Test func `five hundred random trees survive a round trip`() throws {
        var random = Mutator(seed: 11)
        for _ in 0..<500 {
            var writer = JSONWriter(capacity: 1)
            Self.writeRandom(&writer, depth: 0, &random)
            let first = try JSONDocument(parsing: writer.bytes).root
            var again = JSONWriter()
            Self.copy(first, to: &again)
            #expect(again.bytes == writer.bytes)
        }
    }

    @Test func `every scalar survives as text and as bytes`() throws {
        for value in stride(from: UInt32(0), through: 0x10FFFF, by: 1) {
            guard let scalar = Unicode.Scalar(value), value < 0x3000 || value % 97 == 0 else { continue }
            let text = "a\(Character(scalar))b"
            var writer = JSONWriter()
            writer.array { writer in
                writer.string(text)
                writer.string(bytes: text.utf8.span)
            }
            let root = try JSONDocument(parsing: writer.bytes).root
            let same = root.elements?.allSatisfy { $0.isString(text) && $0.string == text } ?? false
            #expect(same, "U+\(String(value, radix: 16))")
        }
    }

    private static func writeRandom(_ writer: inout JSONWriter, depth: Int, _ random: inout Mutator) {
        switch Int.random(in: 0..<(depth > 6 ? 6 : 9), using: &random) {
        case 0: writer.null()
        case 1: writer.bool(Bool.random(using: &random))
        case 2: writer.integer(Int64.random(in: .min ... .max, using: &random))
        case 3: writer.double(Double.random(in: -1e9...1e9, using: &random))
        case 4, 5: writer.string(randomText(&random))
        case 6:
            writer.beginArray()
            for _ in 0..<Int.random(in: 0..<5, using: &random) { writeRandom(&writer, depth: depth + 1, &random) }
            writer.endArray()
        default:
            writer.beginObject()
            for index in 0..<Int.random(in: 0..<5, using: &random) {
                writer.name("\(index)\(randomText(&random))")
                writeRandom(&writer, depth: depth + 1, &random)
            }
            writer.endObject()
        }
    }

    private static func randomText(_ random: inout Mutator) -> String {
        let alphabet = Array("ab\"\\/\n\t\u{1}\u{7f}é€😀\u{2028} ")
        return String(
            (0..<Int.random(in: 0..<9, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "a" })
    }

    private static func copy(_ value: JSONValue, to writer: inout JSONWriter) {
        switch value.kind {
        case .null: writer.null()
        case .bool: writer.bool(value.bool == true)
        case .number: value.withRawBytes { writer.raw(bytes: $0) }
        case .string: writer.string(value.string ?? "")
        case .array:
            writer.beginArray()
            for element in value.elements.map(Array.init) ?? [] { copy(element, to: &writer) }
            writer.endArray()
        case .object:
            writer.beginObject()
            for member in value.members.map(Array.init) ?? [] {
                writer.name(member.name.string ?? "")
                copy(member.value, to: &writer)
            }
            writer.endObject()
        }
    }
}
