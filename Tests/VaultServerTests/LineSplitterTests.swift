import Testing

@testable import VaultServer

struct LineSplitterTests {
    private func take(
        _ splitter: inout LineSplitter, _ text: String, limit: Int = 100, pauseAfter: Int = .max
    ) -> (lines: [String], verdict: LineSplitter.Verdict) {
        var lines: [String] = []
        let verdict = Array(text.utf8).withUnsafeBytes { bytes in
            splitter.take(bytes, limit: limit) { line in
                lines.append(String(decoding: line, as: UTF8.self))
                return lines.count < pauseAfter
            }
        }
        return (lines, verdict)
    }

    @Test func `whole lines come out without their newlines`() {
        var splitter = LineSplitter()
        let (lines, verdict) = take(&splitter, "a\n\nbcd\n")
        #expect(lines == ["a", "", "bcd"])
        #expect(verdict == .hungry)
        let holds = splitter.holdsBytes
        #expect(!holds)
    }

    @Test func `every way of cutting a stream gives the same lines`() {
        let text = "first\nsecond line\n\nx\nlast\n"
        for size in 1...text.utf8.count {
            var splitter = LineSplitter()
            var lines: [String] = []
            var rest = Substring(text)
            while !rest.isEmpty {
                lines += take(&splitter, String(rest.prefix(size))).lines
                rest = rest.dropFirst(size)
            }
            #expect(lines == ["first", "second line", "", "x", "last"], "in pieces of \(size)")
        }
    }

    @Test func `what is not whole is held until its newline comes`() {
        var splitter = LineSplitter()
        let first = take(&splitter, "one\ntw").lines
        let holds = splitter.holdsBytes
        let second = take(&splitter, "o\nthree\nfo").lines
        #expect(first == ["one"])
        #expect(holds)
        #expect(second == ["two", "three"])
    }

    @Test func `a pause holds the rest, and resuming hands it on`() {
        var splitter = LineSplitter()
        let (first, verdict) = take(&splitter, "a\nb\nc\nd", pauseAfter: 1)
        #expect(first == ["a"])
        #expect(verdict == .paused)
        var lines: [String] = []
        let resumed = splitter.resume(limit: 100) { line in
            lines.append(String(decoding: line, as: UTF8.self))
            return true
        }
        #expect(lines == ["b", "c"])
        #expect(resumed == .hungry)
        let last = take(&splitter, "\n").lines
        #expect(last == ["d"])
    }

    @Test func `a pause on a line that was held keeps what follows`() {
        var splitter = LineSplitter()
        _ = take(&splitter, "a")
        let (first, verdict) = take(&splitter, "b\nc\nd\n", pauseAfter: 1)
        #expect(first == ["ab"])
        #expect(verdict == .paused)
        var lines: [String] = []
        _ = splitter.resume(limit: 100) { line in
            lines.append(String(decoding: line, as: UTF8.self))
            return true
        }
        #expect(lines == ["c", "d"])
    }

    @Test(arguments: [(9, true), (10, true), (11, false)])
    func `a line may be as long as the limit and no longer`(length: Int, isTaken: Bool) {
        let line = String(repeating: "x", count: length)
        for pieces in [[line + "\n"], [line, "\n"], line.map { String($0) } + ["\n"]] {
            var splitter = LineSplitter()
            var lines: [String] = []
            var verdict = LineSplitter.Verdict.hungry
            for piece in pieces where verdict == .hungry {
                let taken = take(&splitter, piece, limit: 10)
                lines += taken.lines
                verdict = taken.verdict
            }
            #expect(lines == (isTaken ? [line] : []))
            #expect(verdict == (isTaken ? .hungry : .tooLong))
        }
    }

    @Test func `lines before one that is too long are still handed on`() {
        var splitter = LineSplitter()
        let (lines, verdict) = take(&splitter, "ok\n" + String(repeating: "x", count: 11) + "\nnever\n", limit: 10)
        #expect(lines == ["ok"])
        #expect(verdict == .tooLong)
    }
}
