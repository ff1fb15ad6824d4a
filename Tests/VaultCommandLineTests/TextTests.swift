import Testing

@testable import VaultCommandLine

/// Small texts: durations, spelling, tables, exit codes.
struct TextTests {
    @Test func `exit codes are what the operator's scripts rely on`() {
        #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7])
        #expect(ExitCode.needsReauthentication.rawValue == 5)
        #expect(ExitCode.daemonUnreachable.rawValue == 7)
    }

    @Test(
        arguments: [
            ("0s", 0), ("500ms", 500), ("30s", 30_000), ("5m", 300_000), ("2h", 7_200_000), ("7d", 604_800_000),
            ("", nil),
            ("5", nil), ("s", nil), ("5 s", nil), ("-5s", nil), ("+5s", nil), ("1.5s", nil), ("5S", nil), ("5sec", nil),
            ("٥s", nil), ("9223372036854775807ms", .max), ("9223372036854775807s", nil), ("99999999999999999999s", nil),
        ] as [(String, Int64?)])
    func `a duration is a whole number and a unit`(_ text: String, _ milliseconds: Int64?) {
        #expect(DurationText.milliseconds(text) == milliseconds)
    }

    @Test(arguments: [0, 1, 500, 1_000, 1_500, 60_000, 90_000, 86_400_000] as [Int64])
    func `a duration is written as it is read`(_ milliseconds: Int64) {
        #expect(DurationText.milliseconds(DurationText.text(milliseconds: milliseconds)) == milliseconds)
    }

    @Test func `durations are written short`() {
        #expect([0, 500, 90_000, 86_400_000].map(DurationText.text) == ["0s", "500ms", "90s", "1d"])
    }

    @Test(
        arguments: [
            ("sokcet", "socket"), ("Socket", "socket"), ("socke", "socket"), ("socketss", "socket"),
            ("timeuot", "timeout"),
            ("zzz", nil), ("", nil), ("xy", nil), ("jsn", "json"),
        ] as [(String, String?)])
    func `the nearest word is offered when it is near enough`(_ word: String, _ expected: String?) {
        #expect(Spelling.nearest(to: word, among: ["json", "socket", "timeout", "quiet"]) == expected)
    }

    @Test(arguments: [("", "", 0), ("a", "", 1), ("abc", "acb", 1), ("kitten", "sitting", 3), ("ab", "ba", 1)])
    func `distances count slips`(_ left: String, _ right: String, _ expected: Int) {
        #expect(Spelling.distance(Array(left.utf8), Array(right.utf8)) == expected)
        #expect(Spelling.distance(Array(right.utf8), Array(left.utf8)) == expected)
    }

    @Test func `a table is as wide as its cells`() {
        let table = TextTable(
            ["PROVIDER", "GRANTS", "STATUS"],
            rows: [["github", "7", "ok"], ["é😀", "12000"], ["x", "1", "a", "lost"]],
            numeric: [1])
        #expect(
            table.text() == """
                PROVIDER  GRANTS  STATUS
                github         7  ok
                é😀         12000
                x              1  a

                """)
    }

    @Test func `no cell can steer the terminal`() {
        let text = TextTable(["A"], rows: [["\u{1B}[31mred\u{7}\n\u{9B}2J\u{202E}x\u{2028}"]]).text()
        #expect(text == "A\n\u{FFFD}[31mred\u{FFFD}\u{FFFD}\u{FFFD}2J\u{FFFD}x\u{FFFD}\n")
    }
}
