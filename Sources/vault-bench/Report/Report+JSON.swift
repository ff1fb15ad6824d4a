import VaultJSON

extension Report {
    /// For programs; one object on one line.
    func json() -> String {
        var writer = JSONWriter(capacity: 4096)
        writer.object { writer in
            writer.member("machine", object: { write(machine, to: &$0) })
            writer.member("rounds", rounds)
            writer.member("slack", slack)
            writer.member("all_goals_met", allGoalsMet)
            writer.member("findings", array: { writer in for finding in findings { write(finding, to: &writer) } })
        }
        writer.newline()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func write(_ machine: Machine, to writer: inout JSONWriter) {
        writer.member("processor", machine.processor)
        writer.member("processors", machine.processors)
        writer.member("kernel", machine.kernel)
        writer.member("sqlite", machine.sqlite)
        writer.member("libsodium", machine.libsodium)
    }

    private func write(_ finding: Finding, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", finding.name)
            writer.member("kind", finding.kind.rawValue)
            writer.member("median", finding.value.median)
            writer.member("min", finding.value.least)
            writer.member("max", finding.value.most)
            if let goal = finding.goal { write(goal, to: &writer) }
            if let met = finding.isMet(slack: slack) { writer.member("met", met) }
            if !finding.yardstick.isEmpty { writer.member("yardstick", finding.yardstick) }
            if let rate = finding.subjectRate { writer.member("rate", rate) }
            if let rate = finding.yardstickRate { writer.member("yardstick_rate", rate) }
            if let latency = finding.latency {
                writer.member("p50_ns", latency.p50)
                writer.member("p99_ns", latency.p99)
                writer.member("p999_ns", latency.p999)
                writer.member("max_ns", latency.most)
            }
            if let time = finding.serverNanoseconds { writer.member("server_ns", time) }
            if let cost = finding.cost { writer.member("cost_ratio", cost.median) }
            if let bytes = finding.residentBytes { writer.member("resident_bytes", bytes) }
        }
    }

    private func write(_ goal: Goal, to writer: inout JSONWriter) {
        switch goal {
        case .atLeast(let bound): writer.member("at_least", bound)
        case .stretch(let bound): writer.member("stretch", bound)
        case .atMost(let bound), .withinTime(let bound): writer.member("at_most", bound)
        case .exactly(let wanted): writer.member("exactly", wanted)
        }
    }
}
