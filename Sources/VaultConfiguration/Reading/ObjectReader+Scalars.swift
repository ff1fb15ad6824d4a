import VaultCommandLine
import VaultJSON

/// Members of one value, checked by the type that the shape gives them: nil where absent, and where wrong after reporting it.
extension ObjectReader {
    func text(_ name: String) -> String? {
        guard let field = member(name), case .text(let maximum) = type(of: name), let text = string(field) else {
            return nil
        }
        if let problem = Self.problem(inText: text, maximum) { return refuse(field, problem) }
        return text
    }

    func path(at name: String) -> String? {
        guard let field = member(name), case .path(let maximum) = type(of: name), let text = string(field) else {
            return nil
        }
        if let problem = Self.problem(inPath: text, maximum) { return refuse(field, problem) }
        return text
    }

    func url(_ name: String) -> String? {
        guard let field = member(name), let text = string(field) else { return nil }
        if let problem = Endpoint.problem(text) { return refuse(field, problem) }
        return text
    }

    func bool(_ name: String) -> Bool? {
        guard let field = member(name) else { return nil }
        return field.value.bool ?? refuse(field, "must be true or false, without quotes")
    }

    func integer(_ name: String) -> Int64? {
        guard let field = member(name), case .integer(let range) = type(of: name) else { return nil }
        guard let number = field.value.integer, range.contains(number) else {
            return refuse(field, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// In milliseconds.
    func duration(_ name: String) -> Int64? {
        guard let field = member(name), case .duration(let range, let step) = type(of: name) else { return nil }
        guard let number = field.value.string.flatMap(DurationText.milliseconds) else {
            return refuse(field, "must be a duration in quotes, such as \(DurationText.examples)")
        }
        let limits = [range.lowerBound, range.upperBound].map(DurationText.text)
        guard range.contains(number) else { return refuse(field, "must be from \(limits[0]) to \(limits[1])") }
        guard number % step == 0 else {
            return refuse(field, "must be a multiple of \(DurationText.text(milliseconds: step))")
        }
        return number
    }

    func choice<Word: RawRepresentable<String> & CaseIterable>(_ name: String, _ words: Word.Type) -> Word? {
        guard let field = member(name) else { return nil }
        let text = field.value.string ?? ""
        if let word = Word(rawValue: text) { return word }
        let all = words.allCases.map(\.rawValue)
        let hint = Spelling.nearest(to: text, among: all).map { ", did you mean \"\($0)\"?" } ?? ""
        return refuse(field, "must be one of \(all.map { "\"\($0)\"" }.joined(separator: ", "))\(hint)")
    }

    func mode(_ name: String) -> UInt32? {
        guard let field = member(name), case .mode(let allowed) = type(of: name) else { return nil }
        let text = field.value.string ?? ""
        guard (3...4).contains(text.utf8.count), let bits = UInt32(text, radix: 8), !text.hasPrefix("+") else {
            return refuse(field, "must be octal digits in quotes, such as \"0660\"")
        }
        guard bits & ~allowed == 0 else {
            return refuse(field, "sets bits that have no use here, \"0\(String(allowed, radix: 8))\" is the most")
        }
        return bits
    }

    // MARK: helpers

    private func string(_ field: Field) -> String? {
        if let text = field.value.string { return text }
        return refuse(field, "must be a text in quotes")
    }

    private func refuse<Value>(_ field: Field, _ message: String) -> Value? {
        field.report(message)
        return nil
    }

    static func problem(inText text: String, _ maximum: Int) -> String? {
        if text.isEmpty { return "must not be empty" }
        if text.utf8.count > maximum { return "must not be longer than \(maximum) bytes" }
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "must not hold control characters" }
        return nil
    }

    static func problem(inPath text: String, _ maximum: Int) -> String? {
        if let problem = problem(inText: text, maximum) { return problem }
        if !text.hasPrefix("/") { return "must be an absolute path, starting with /" }
        if text.hasSuffix("/") { return "must name a file, not a directory: leave out the / at the end" }
        let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains(where: { $0 == "." || $0 == ".." || $0.isEmpty }) {
            return "must be a plain path, without empty, . and .. parts"
        }
        return nil
    }
}
