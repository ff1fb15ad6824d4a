import Testing
import VaultCore

/// A token is visible ASCII and spaces, wherever in it a byte stands.
@Suite struct TokenCharactersTests {
    @Test func `each byte at each place is allowed or not as it is by itself`() {
        for count in 1...17 {
            for place in 0..<count {
                for byte in UInt8.min...UInt8.max {
                    for neighbour: UInt8 in [0x20, 0x7E] {
                        var text = [UInt8](repeating: neighbour, count: count)
                        text[place] = byte
                        let isAllowed = text.withUnsafeBytes { TokenCharacters.allow($0) }
                        #expect(isAllowed == (0x20...0x7E).contains(byte), "\(byte) at \(place) of \(count)")
                    }
                }
            }
        }
    }

    @Test func `nothing is allowed`() {
        #expect([UInt8]().withUnsafeBytes { TokenCharacters.allow($0) })
    }
}
