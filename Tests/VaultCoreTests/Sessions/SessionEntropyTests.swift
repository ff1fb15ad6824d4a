import Testing

@testable import VaultCore

/// The random part of a handle is chance in each of its bits: 64 bits are the floor of the requirement, 128 the goal, here are 256.
@Suite struct SessionEntropyTests {
    private static let count = 4_096
    /// Six standard deviations: one run in a million would fail by chance.
    private static let slack = 192

    /// The 256 bits of each of many handles, in four words.
    private func words() throws -> [[UInt64]] {
        let id = try #require(SessionHandleID(rawValue: 1))
        return try (0..<Self.count).map { _ in
            let text = SessionHandle(new: id).secret.withBytes { Array($0) }
            return try stride(from: 17, to: 69, by: 13).map { try #require(Base32.value(of: text[$0..<$0 + 13])) }
        }
    }

    private func isEven(_ words: [UInt64], _ bit: Int) -> Bool {
        let ones = words.count { $0 >> UInt64(bit) & 1 == 1 }
        return abs(ones - words.count / 2) <= Self.slack
    }

    @Test
    func
        `req 31 each of a handle's 256 bits is one as often as zero, whatever its neighbour and the handle before have`()
        throws
    {
        let handles = try words()
        #expect(handles.allSatisfy { $0.count == 4 })
        for place in 0..<4 {
            let column = handles.map { $0[place] }
            let besides = handles.map { $0[place] ^ ($0[place] >> 1 | $0[(place + 1) % 4] << 63) }
            let before = zip(column.dropFirst(), column).map { $0 ^ $1 } + [0]
            for bit in 0..<64 {
                #expect(isEven(column, bit), "bit \(bit) of word \(place)")
                #expect(isEven(besides, bit), "bit \(bit) of word \(place) and its neighbour")
                #expect(isEven(before, bit), "bit \(bit) of word \(place) and the handle before")
            }
        }
    }

    @Test func `req 31 no word of any handle comes again`() throws {
        let all = try words().joined()
        #expect(Set(all).count == 4 * Self.count)
    }
}
