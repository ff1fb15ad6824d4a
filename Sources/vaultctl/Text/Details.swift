import VaultCommandLine

/// Names and values under each other, for one thing; a value that is absent has no line.
struct Details {
    private var lines: [(name: String, value: String)] = []

    mutating func add(_ name: String, _ value: String?) {
        if let value { lines.append((name, value)) }
    }

    func text() -> String {
        let width = lines.map(\.name.count).max() ?? 0
        return lines.map { line in
            let padding = String(repeating: " ", count: width - line.name.count + 2)
            return line.name + padding + TextTable.harmless(line.value) + "\n"
        }.joined()
    }
}
