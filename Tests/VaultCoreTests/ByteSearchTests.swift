import Testing
import VaultCore

@Suite struct ByteSearchTests {
    @Test(
        arguments: [
            ("abcabc", "abc", 0), ("abcabc", "cab", 2), ("aab", "ab", 1), ("abc", "abc", 0), ("abc", "c", 2),
            ("abc", "abcd", nil), ("", "a", nil), ("é", "e", nil),
        ] as [(String, String, Int?)])
    func `the first place of some bytes is found, or none`(text: String, wanted: String, place: Int?) {
        let bytes = Array(text.utf8)
        #expect(bytes.firstPlace(of: wanted.utf8) == place.map { $0..<$0 + wanted.utf8.count })
        // Of a slice, in its own numbers.
        #expect(
            (bytes + bytes)[bytes.count...].firstPlace(of: wanted.utf8)?.lowerBound == place.map { $0 + bytes.count })
    }
}
