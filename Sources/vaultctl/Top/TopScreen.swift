import VaultCommandLine

/// Draws the figures into so many columns and rows: what matters most stands first, and what does not fit is left out from the end.
struct TopScreen {
    let columns: Int
    let rows: Int

    func lines(_ model: TopModel) -> [String] {
        let head = Self.head(model)
        let tables = Self.providers(model) + Self.methods(model)
        return (head + tables).prefix(max(0, rows)).map { String(TextTable.harmless($0).prefix(max(0, columns))) }
    }

    private static func head(_ model: TopModel) -> [String] {
        var lines = [
            "vaultd \(model.version) is \(model.status), up \(TimeText.span(model.uptimeSeconds))"
                + (model.isRestarted ? ", STARTED ANEW" : "") + " - q ends"
        ]
        lines += model.problems.prefix(3).map { "- \($0)" }
        lines.append(
            "requests \(rate(model.requests.perSecond))  failed \(rate(model.requests.failedPerSecond))  "
                + "denied \(rate(model.deniedPerSecond))  p50 \(time(model.requests.median))  "
                + "p99 \(time(model.requests.slow))")
        lines.append(
            "hits \(percent(model.hitRatio))  in flight \(count(model.inFlight))  connections \(count(model.connections))  "
                + "memory \(Int64(model.residentBytes) >> 20) MiB  cpu \(percent(model.processorShare))")
        lines.append(
            "grants: \(count(model.grantsReauth)) need re-authentication, \(count(model.grantsExpiring)) expire in 7 days; "
                + "revocations left \(count(model.pendingRevocations))")
        lines.append("keys: \(keys(model))")
        lines.append(
            "audit: \(rate(model.auditPerSecond))  lag \(model.auditLagSeconds) s"
                + (model.isAuditFailing ? "  CANNOT BE WRITTEN" : ""))
        return lines
    }

    private static func keys(_ model: TopModel) -> String {
        let states = ["active", "prepared", "retiring"].compactMap { state in
            model.keys[state].flatMap { $0 > 0 ? "\(count($0)) \(state)" : nil }
        }
        let age = model.keyAgeSeconds.map { ", active for \(TimeText.span(Int64($0)))" } ?? ""
        return states.joined(separator: ", ") + age
    }

    private static func providers(_ model: TopModel) -> [String] {
        let rows = model.providers.map { provider in
            [provider.refreshes.name, provider.breaker, count(provider.inFlight)] + work(provider.refreshes)
        }
        return table(["PROVIDER", "BREAKER", "IN FLIGHT"], rows, numeric: [2, 3, 4, 5, 6])
    }

    private static func methods(_ model: TopModel) -> [String] {
        table(["METHOD"], model.methods.map { [$0.name] + work($0) }, numeric: [1, 2, 3, 4])
    }

    private static func table(_ heading: [String], _ rows: [[String]], numeric: Set<Int>) -> [String] {
        guard !rows.isEmpty else { return [] }
        let text = TextTable(heading + ["RATE", "FAILED", "P50", "P99"], rows: rows, numeric: numeric).text()
        return [""] + text.split(separator: "\n").map(String.init)
    }

    private static func work(_ work: TopModel.Work) -> [String] {
        [rate(work.perSecond), rate(work.failedPerSecond), time(work.median), time(work.slow)]
    }

    private static func rate(_ perSecond: Double) -> String { "\(rounded(perSecond))/s" }

    private static func count(_ number: Double?) -> String { number.map { "\(Int64($0))" } ?? "?" }

    private static func percent(_ share: Double?) -> String { share.map { "\(rounded($0 * 100)) %" } ?? "-" }

    private static func time(_ quantile: Quantile?) -> String {
        guard let quantile else { return "-" }
        let sign = quantile.isBeyond ? ">" : ""
        let microseconds = quantile.seconds * 1_000_000
        if microseconds < 1_000 { return "\(sign)\(rounded(microseconds)) us" }
        if microseconds < 1_000_000 { return "\(sign)\(rounded(microseconds / 1_000)) ms" }
        return "\(sign)\(rounded(quantile.seconds)) s"
    }

    /// With one decimal below ten, without above.
    private static func rounded(_ number: Double) -> String {
        number >= 9.95 ? "\(Int64(number.rounded()))" : "\((number * 10).rounded() / 10)"
    }
}
