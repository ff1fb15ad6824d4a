import VaultCommandLine

extension Report {
    /// For people.
    func table() -> String {
        var table = TextTable(
            [
                "what", "median", "min-max", "goal", "", "rate/s", "yardstick/s", "p50", "p99", "p99.9", "cpu", "x",
                "RSS",
            ],
            numeric: [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12])
        table.rows = findings.map(row)
        return heading + "\n" + table.text()
    }

    private var heading: String {
        "\(machine.processor), \(machine.processors) processors, Linux \(machine.kernel), SQLite \(machine.sqlite), "
            + "libsodium \(machine.libsodium); medians of \(rounds) interleaved pairs\n"
            + "cpu: processor time of the server for one request, x: as a multiple of the yardstick's\n"
    }

    private func row(_ finding: Finding) -> [String] {
        let met = finding.isMet(slack: slack)
        let what = finding.yardstick.isEmpty ? finding.name : "\(finding.name) / \(finding.yardstick)"
        return [
            what, Number.text(finding.value.median, finding.kind),
            "\(Number.text(finding.value.least, finding.kind))-\(Number.text(finding.value.most, finding.kind))",
            finding.goal.map { Number.text($0, finding.kind) } ?? "", met.map { $0 ? "ok" : "MISS" } ?? "",
            finding.subjectRate.map(Number.count) ?? "", finding.yardstickRate.map(Number.count) ?? "",
            finding.latency.map { Number.time($0.p50) } ?? "", finding.latency.map { Number.time($0.p99) } ?? "",
            finding.latency.map { Number.time($0.p999) } ?? "",
            finding.serverNanoseconds.map { Number.time(UInt64($0)) } ?? "",
            finding.cost.map { Number.fixed($0.median, digits: 2) } ?? "",
            finding.residentBytes.map { Number.fixed(Double($0) / 1e6, digits: 1) + " MB" } ?? "",
        ]
    }
}

/// Numbers as people read them, without Foundation.
enum Number {
    static func text(_ value: Double, _ kind: Finding.Kind) -> String {
        switch kind {
        case .rateRatio, .timeRatio: fixed(value, digits: 2)
        case .providerCalls, .failures: count(value)
        case .rate: count(value) + "/s"
        case .bytes: count(value) + " B"
        case .microseconds: fixed(value, digits: 1) + " us"
        case .milliseconds: fixed(value, digits: 1) + " ms"
        case .megabytes: fixed(value, digits: 1) + " MB"
        case .allocations: fixed(value, digits: 3)
        }
    }

    static func text(_ goal: Goal, _ kind: Finding.Kind) -> String {
        switch goal {
        case .atLeast(let bound): ">= " + text(bound, kind)
        case .stretch(let bound): "(>= \(text(bound, kind)))"
        case .atMost(let bound), .withinTime(let bound): "<= " + text(bound, kind)
        case .exactly(let wanted): "= " + text(wanted, kind)
        }
    }

    /// A goal without its unit, for documents.
    static func text(_ goal: Goal) -> String {
        func plain(_ bound: Double) -> String {
            bound == bound.rounded() && bound > 1 ? count(bound) : fixed(bound, digits: 2)
        }
        return switch goal {
        case .atLeast(let bound): ">= " + plain(bound)
        case .stretch(let bound): "(>= \(plain(bound)))"
        case .atMost(let bound), .withinTime(let bound): "<= " + plain(bound)
        case .exactly(let wanted): "= " + plain(wanted)
        }
    }

    static func fixed(_ value: Double, digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { result, _ in result * 10 }
        let scaled = Int((value * scale).rounded())
        let text = String(abs(scaled))
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return (scaled < 0 ? "-" : "") + padded.dropLast(digits) + (digits > 0 ? "." + padded.suffix(digits) : "")
    }

    /// Whole, with commas.
    static func count(_ value: Double) -> String {
        let digits = Array(String(Int(value.rounded())))
        return String(
            digits.enumerated().flatMap { index, digit in
                index > 0 && (digits.count - index) % 3 == 0 ? [",", digit] : [digit]
            })
    }

    static func time(_ nanoseconds: UInt64) -> String {
        switch nanoseconds {
        case ..<100_000: fixed(Double(nanoseconds) / 1e3, digits: 1) + " us"
        case ..<10_000_000: fixed(Double(nanoseconds) / 1e6, digits: 2) + " ms"
        default: fixed(Double(nanoseconds) / 1e6, digits: 0) + " ms"
        }
    }
}
