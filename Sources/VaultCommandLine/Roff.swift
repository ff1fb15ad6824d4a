/// Text as man(7) takes it: what would be a request, an escape or another character there is written so that it is not.
enum Roff {
    /// Running text, in lines of its own; words that begin with dashes are options and stand in bold.
    static func paragraph(_ text: String) -> String {
        let words = text.split(separator: " ").map { word in
            word.hasPrefix("--") ? bold(option: word) : escaped(String(word))
        }
        return TextWrap.lines(words.joined(separator: " "), width: 78).map(guarded).joined(separator: "\n")
    }

    /// A line of an example, as it is typed.
    static func literal(_ text: String) -> String { guarded(escaped(text)) }

    static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

    static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

    /// An argument of a request.
    static func quoted(_ text: String) -> String { "\"\(escaped(text, inRequest: true))\"" }

    /// The dashes and the name in bold, and what stands behind them, such as a full stop, not.
    private static func bold(option word: Substring) -> String {
        let name = word.prefix { $0 == "-" || $0.isLetter }
        return bold(String(name)) + escaped(String(word.dropFirst(name.count)))
    }

    static func escaped(_ text: String, inRequest: Bool = false) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "'": escaped += "\\(aq"
            case "`": escaped += "\\(ga"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            case "\"" where inRequest: escaped += "\\(dq"
            case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
            default: escaped += "\\[u\(hexadecimal(scalar.value))]"
            }
        }
    }

    /// A line that begins with a full stop would be a request.
    private static func guarded(_ line: String) -> String { line.hasPrefix(".") ? "\\&" + line : line }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
