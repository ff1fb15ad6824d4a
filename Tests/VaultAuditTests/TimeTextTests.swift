import Testing
import VaultCore

@testable import VaultAudit

@Suite struct `Time text` {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_800_000, "2000-03-01T00:00:00.000Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (4_107_542_399_000, "2100-02-28T23:59:59.000Z"), (1_704_067_199_999, "2023-12-31T23:59:59.999Z"),
            (1_704_067_200_000, "2024-01-01T00:00:00.000Z"), (1_709_210_096_789, "2024-02-29T12:34:56.789Z"),
            (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"), (.min, "0000-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (.max, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `is right`(milliseconds: Int64, expected: String) {
        var time = TimeText()
        #expect(time.set(Timestamp(milliseconds: milliseconds)) == (milliseconds != 0))
        #expect(String(time) == expected)
    }

    @Test func `is the same whether it was written anew or step by step`() {
        var running = TimeText()
        var moment: Int64 = 1_709_164_799_000
        for step in [1, 998, 1, 1, 999, 3_600_000, -3_600_000, 86_400_000, 7, -1000] as [Int64] {
            moment += step
            var fresh = TimeText()
            _ = fresh.set(Timestamp(milliseconds: moment))
            _ = running.set(Timestamp(milliseconds: moment))
            #expect(String(running) == String(fresh))
        }
    }
}

extension String {
    fileprivate init(_ time: TimeText) {
        self.init(decoding: (0..<TimeText.length).map { time.bytes[$0] }, as: UTF8.self)
    }
}
