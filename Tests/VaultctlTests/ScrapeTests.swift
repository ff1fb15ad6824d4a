import Testing

@testable import vaultctl

struct ScrapeTests {
    @Test func `labels and values are read as they are written`() throws {
        let scrape = try Scrape(
            """
            # HELP a_total help
            # TYPE a_total counter
            a_total{x="1",y="q\\"\\\\\\n}"} 2.5
            a_total{x="2",y=""} 4
            b 1e3

            """)
        #expect(
            scrape.all("a_total") == [
                Scrape.Series(labels: ["x": "1", "y": "q\"\\\n}"], value: 2.5),
                Scrape.Series(labels: ["x": "2", "y": ""], value: 4),
            ])
        #expect(scrape.sum("a_total") == 6.5 && scrape.sum("a_total", ["x": "2"]) == 4 && scrape.sum("b") == 1_000)
        #expect(scrape.sum("a_total", ["x": "3"]) == nil && scrape.sum("c") == nil)
        #expect(scrape.values(of: "x", in: "a_total") == ["1", "2"])
    }

    @Test(arguments: [
        "a", "a ", "a x", "{x=\"1\"} 1", "a{x=1} 1", "a{x=\"1} 1", "a{x=\"1\" 1", "a{x=\"1\",x=\"2\"} 1", "a{=\"1\"} 1",
        "a{x=\"\\t\"} 1", "a{x=\"1\"}1", "a-b 1", "a 1 2",
    ])
    func `what is no series makes the whole unreadable`(line: String) {
        #expect(throws: Scrape.Unreadable(line: 2)) { try Scrape("ok 1\n\(line)\n") }
    }
}
