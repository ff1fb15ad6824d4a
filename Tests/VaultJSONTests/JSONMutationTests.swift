import Foundation
import Testing
import VaultJSON

/// Thousands of broken texts, with Foundation's reader as the second opinion.
///
/// Where the two may differ, and nothing else:
/// - Foundation takes repeated members, a comma before a closing bracket, a byte order mark, UTF-16 and UTF-32, and
///   nesting up to 512; we refuse all of them.
/// - Foundation refuses numbers that a double cannot hold; for us that is the business of whoever asks for the double.
struct JSONMutationTests {
    @Test func `twenty thousand mutations are judged as Foundation judges them`() throws {
        var mutator = Mutator(seed: 20_260_301)
        var taken = 0
        for round in 0..<20_000 {
            let bytes = mutator.mutated(Mutator.seeds[round % Mutator.seeds.count])
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
            do throws(JSONError) {
                let ours = try JSONDocument(parsing: bytes).root
                taken += 1
                if let theirs {
                    #expect(Self.agree(ours, theirs), "\(String(decoding: bytes, as: UTF8.self))")
                } else {
                    #expect(Self.hasHugeNumber(ours), "\(String(decoding: bytes, as: UTF8.self))")
                }
            } catch {
                #expect(
                    theirs == nil || Self.isStricter(error, bytes), "\(error) \(String(decoding: bytes, as: UTF8.self))"
                )
            }
        }
        #expect(taken > 2_000 && taken < 18_000)
    }

    @Test func `mutations never break the JSON5 reader, and JSON is always JSON5`() {
        var mutator = Mutator(seed: 7)
        for round in 0..<10_000 {
            let bytes = mutator.mutated(Mutator.seeds[round % Mutator.seeds.count])
            let strict = refusal(bytes)
            let relaxed = refusal(bytes, .json5)
            if strict == nil { #expect(relaxed == nil) }
            if let relaxed { #expect((0...bytes.count).contains(relaxed.offset)) }
        }
    }

    private static func isStricter(_ error: JSONError, _ bytes: [UInt8]) -> Bool {
        switch error.reason {
        case .duplicateMember, .tooDeep, .byteOrderMark: true
        case .unexpectedByte, .controlCharacter, .invalidUTF8: isTrailingComma(bytes, error.offset) || isWide(bytes)
        case .truncated, .trailingBytes, .badEscape, .loneSurrogate, .badNumber, .tooLarge, .tooManyMembers,
            .numberTooLong:
            false
        }
    }

    private static func isTrailingComma(_ bytes: [UInt8], _ offset: Int) -> Bool {
        guard bytes[offset] == UInt8(ascii: "]") || bytes[offset] == UInt8(ascii: "}") else { return false }
        return bytes[..<offset].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: ",")
    }

    /// Foundation guesses UTF-16 and UTF-32 from zero bytes among the first four.
    private static func isWide(_ bytes: [UInt8]) -> Bool { bytes.prefix(4).contains(0) || bytes.first == 0xFF }

    private static func hasHugeNumber(_ value: JSONValue) -> Bool {
        switch value.kind {
        case .number: value.double == nil
        case .array: value.elements?.contains(where: hasHugeNumber) == true
        case .object: value.members?.contains { hasHugeNumber($0.value) } == true
        case .null, .bool, .string: false
        }
    }

    private static func agree(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours.kind {
        case .null: return theirs is NSNull
        case .bool: return ours.bool == theirs as? Bool
        case .number: return ours.double == (theirs as? NSNumber)?.doubleValue
        case .string: return ours.string == theirs as? String
        case .array:
            guard let theirs = theirs as? [Any], let elements = ours.elements else { return false }
            return theirs.count == ours.count && zip(elements, theirs).allSatisfy(agree)
        case .object:
            guard let theirs = theirs as? [String: Any], let members = ours.members else { return false }
            // Names that are canonically equivalent are one key to a Swift dictionary and two members to us.
            guard theirs.count == ours.count else {
                return Set(members.map { $0.name.string ?? "" }).count < ours.count
            }
            return members.allSatisfy { member in
                theirs[member.name.string ?? ""].map { agree(member.value, $0) } == true
            }
        }
    }
}
