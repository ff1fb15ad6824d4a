/// Columns for people: as wide as they must be, two spaces between, nothing at the end of a line.
///
/// Cells come from callers and providers; control characters in them are replaced, so that no cell can move the cursor or
/// colour the terminal.
package struct TextTable: Sendable {
    package var header: [String]
    package var rows: [[String]] = []
    /// Columns whose cells stand right, for numbers.
    package var numeric: Set<Int> = []

    package init(_ header: [String], rows: [[String]] = [], numeric: Set<Int> = []) {
        self.header = header
        self.rows = rows
        self.numeric = numeric
    }

    package func text() -> String {
        let lines = ([header] + rows).map { $0.map(Self.harmless) }
        let widths = (0..<header.count).map { column in
            lines.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return lines.map { line in
            var text = ""
            for (column, cell) in line.prefix(header.count).enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                text += (column == 0 ? "" : "  ") + (numeric.contains(column) ? padding + cell : cell + padding)
            }
            while text.last == " " { text.removeLast() }
            return text + "\n"
        }.joined()
    }

    /// Replaces controls (C0, DEL, C1) and the invisible marks that reorder text.
    package static func harmless(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }
}
