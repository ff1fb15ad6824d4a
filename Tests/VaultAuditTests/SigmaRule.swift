import Foundation
import VaultJSON

@testable import VaultAudit

/// One of Docs/detections as a SIEM would run it on the native log: enough of Sigma (sigmahq.io, rules and correlations 2.0.0) for what
/// is used there, and an error for anything else.
struct SigmaRule {
    struct Unknown: Error { let what: String }

    private let selections: [String: [(field: String, modifier: String, values: [String])]]
    private let condition: [String]
    /// Of a correlation: by what it counts, in how many seconds, and from how many on it fires.
    private let correlation: (groupBy: [String], seconds: Int64, least: Int)?

    static var folder: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Docs/detections")
    }

    init(named name: String) throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent("\(name).yml"), encoding: .utf8)
        let parts = try text.components(separatedBy: "---\n").map(PlainYAML.read)
        guard let detection = parts[0]["detection"]?.map, let words = detection["condition"]?.text else {
            throw Unknown(what: "no detection")
        }
        condition = words.split(separator: " ").map(String.init)
        selections = try detection.filter { $0.key != "condition" }.mapValues { selection in
            try (selection.map ?? [:]).map { key, value in
                let parts = key.split(separator: "|").map(String.init)
                let modifier = parts.count > 1 ? parts[1] : ""
                guard ["", "re", "exists"].contains(modifier), parts.count < 3 else { throw Unknown(what: key) }
                return (parts[0], modifier, value.list ?? [value.text ?? ""])
            }
        }
        guard parts.count == 2, let rule = parts[1]["correlation"]?.map else {
            correlation = nil
            return
        }
        guard rule["type"]?.text == "event_count", rule["rules"]?.list == [parts[0]["name"]?.text ?? ""],
            rule["timespan"]?.text == "1m", let limit = rule["condition"]?.map
        else { throw Unknown(what: "correlation") }
        let least = (limit["gte"]?.text).flatMap { Int($0) } ?? (limit["gt"]?.text).flatMap { Int($0) }.map { $0 + 1 }
        guard let least else { throw Unknown(what: "condition") }
        correlation = (rule["group-by"]?.list ?? [], 60, least)
    }

    /// From how many on it fires; nil where one is enough.
    var least: Int? { correlation?.least }

    /// Whether it fires over these records, which are in the order of their times.
    ///
    /// - Parameter threshold: instead of the file's own.
    func fires(on records: [AuditRecord], threshold: Int? = nil) throws -> Bool {
        let matching = try records.filter(matches)
        guard let correlation else { return !matching.isEmpty }
        let groups = Dictionary(grouping: matching) { record in
            correlation.groupBy.map { record.members?[$0]?.string ?? "" }
        }
        return groups.values.contains { group in
            let times = group.map { RecordText.milliseconds($0) / 1_000 }
            let least = threshold ?? correlation.least
            return times.count >= least
                && (0...times.count - least).contains { times[$0 + least - 1] < times[$0] + correlation.seconds }
        }
    }

    private func matches(_ record: AuditRecord) throws -> Bool {
        var isTrue = false
        for (index, word) in condition.enumerated() {
            if index % 2 == 1 {
                guard word == "or" else { throw Unknown(what: word) }
                continue
            }
            guard let selection = selections[word] else { throw Unknown(what: word) }
            isTrue = try selection.allSatisfy { try matches(record, $0) } || isTrue
        }
        return isTrue
    }

    private func matches(
        _ record: AuditRecord, _ item: (field: String, modifier: String, values: [String])
    ) throws -> Bool {
        let value = record.members?[item.field]?.string
        switch item.modifier {
        case "exists": return (record.members?[item.field] != nil) == (item.values == ["true"])
        case "re": return try item.values.contains { try value?.firstMatch(of: Regex($0)) != nil }
        default: return item.values.contains { $0 == value }
        }
    }
}

/// The part of YAML that the rules are written in: nested maps, lists of scalars, scalars.
enum PlainYAML {
    indirect enum Value {
        case text(String)
        case list([String])
        case map([String: Value])

        var text: String? { if case .text(let text) = self { text } else { nil } }
        var list: [String]? { if case .list(let list) = self { list } else { nil } }
        var map: [String: Value]? { if case .map(let map) = self { map } else { nil } }
    }

    static func read(_ text: String) throws -> [String: Value] {
        var lines = text.split(separator: "\n")[...]
        guard case .map(let map) = try block(&lines, indent: 0), lines.isEmpty else {
            throw SigmaRule.Unknown(what: "\(lines.first ?? "")")
        }
        return map
    }

    private static func block(_ lines: inout ArraySlice<Substring>, indent: Int) throws -> Value {
        var (map, list): ([String: Value], [String]) = ([:], [])
        while let line = lines.first {
            let depth = line.prefix { $0 == " " }.count
            if depth < indent { break }
            guard depth == indent else { throw SigmaRule.Unknown(what: String(line)) }
            lines.removeFirst()
            let body = line.dropFirst(depth)
            if body.hasPrefix("- ") {
                list.append(scalar(body.dropFirst(2)))
                continue
            }
            guard let colon = body.firstIndex(of: ":") else { throw SigmaRule.Unknown(what: String(line)) }
            let rest = body[body.index(after: colon)...].drop { $0 == " " }
            let inner = lines.first.map { $0.prefix { $0 == " " }.count } ?? 0
            map[String(body[..<colon])] =
                rest.isEmpty ? try block(&lines, indent: max(inner, indent + 1)) : .text(scalar(rest))
        }
        return list.isEmpty ? .map(map) : .list(list)
    }

    private static func scalar(_ text: Substring) -> String {
        let quote = text.first == "'" && text.last == "'" && text.count > 1
        return String(quote ? text.dropFirst().dropLast() : text)
    }
}
