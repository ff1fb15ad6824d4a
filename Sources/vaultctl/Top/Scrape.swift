/// One exposition of the daemon's metrics, read strictly (Prometheus' text format, version 0.0.4): what is no series makes the whole
/// unreadable, so that no figure is shown that was not told.
struct Scrape: Equatable {
    struct Series: Equatable {
        let labels: [String: String]
        let value: Double
    }

    struct Unreadable: Error, Equatable {
        let line: Int
    }

    static let none = Scrape()

    private var series: [String: [Series]] = [:]

    private init() {}

    init(_ text: String) throws(Unreadable) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let (name, series) = Self.series(line) else { throw Unreadable(line: index + 1) }
            self.series[name, default: []].append(series)
        }
    }

    /// Of all series of a name.
    func all(_ name: String) -> [Series] { series[name] ?? [] }

    /// The sum of the series that have these labels, whatever others they have; nil where there is none.
    func sum(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        let found = all(name).filter { series in labels.allSatisfy { series.labels[$0.key] == $0.value } }
        return found.isEmpty ? nil : found.reduce(0) { $0 + $1.value }
    }

    /// Every value of a label, in the order of the text.
    func values(of label: String, in name: String) -> [String] {
        var seen: Set<String> = []
        return all(name).compactMap { $0.labels[label] }.filter { seen.insert($0).inserted }
    }

    private static func series(_ line: Substring) -> (String, Series)? {
        let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
        var rest = line.dropFirst(name.count)
        guard !name.isEmpty, let labels = rest.first == "{" ? Self.labels(&rest) : [:] else { return nil }
        guard rest.first == " ", let value = Double(rest.dropFirst()) else { return nil }
        return (String(name), Series(labels: labels, value: value))
    }

    private static func labels(_ rest: inout Substring) -> [String: String]? {
        var labels: [String: String] = [:]
        rest.removeFirst()
        while rest.first != "}" {
            let name = rest.prefix { $0 != "=" }
            rest = rest.dropFirst(name.count + 1)
            guard !name.isEmpty, rest.popFirst() == "\"", let value = quoted(&rest) else { return nil }
            guard labels.updateValue(value, forKey: String(name)) == nil else { return nil }
            if rest.first == "," { rest.removeFirst() } else if rest.first != "}" { return nil }
        }
        rest.removeFirst()
        return labels
    }

    /// Up to the quotation mark that ends it.
    private static func quoted(_ rest: inout Substring) -> String? {
        var text = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return text
            case "\\":
                switch rest.popFirst() {
                case "n": text.append("\n")
                case "\\": text.append("\\")
                case "\"": text.append("\"")
                default: return nil
                }
            default: text.append(character)
            }
        }
        return nil
    }
}
