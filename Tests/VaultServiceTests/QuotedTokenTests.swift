import Testing
import VaultCore

@testable import VaultService

/// Every byte at every place of a token, against the rule written out byte by byte.
@Suite struct QuotedTokenTests {
    private static func quoted(_ token: [UInt8]) -> [UInt8]? {
        guard token.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
        return token.flatMap { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), $0] : [$0] }
    }

    private static func written(_ token: Secret, _ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { space, written in
            guard let start = space.baseAddress else { return }
            QuotedToken.write(token, count: count, to: UnsafeMutableRawPointer(start))
            written = count
        }
    }

    @Test func `a token is counted and written as the rule says, whichever byte stands where`() {
        for length in [1, 7, 8, 9, 16, 21] {
            for place in 0..<length {
                for byte in UInt8.min...UInt8.max {
                    var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                    bytes[place] = byte
                    let token = Secret(copying: bytes)
                    let expected = Self.quoted(bytes)
                    #expect(QuotedToken.count(of: token) == expected?.count, "\(byte) at \(place) of \(length)")
                    guard let expected else { continue }
                    #expect(Self.written(token, expected.count) == expected, "\(byte) at \(place) of \(length)")
                }
            }
        }
    }

    @Test func `nothing is written for an empty token`() {
        #expect(QuotedToken.count(of: Secret(copying: [])) == 0)
    }
}
