/// How a subject is made of a provider's name of a user: a text with at most one `{value}`, and a subject whatever stands there.
package struct SubjectTemplate: Hashable, Sendable {
    package static let placeholder = "{value}"

    package let text: String
    private let beginning: String
    /// nil where the template is one subject.
    private let end: String?

    /// - Throws: `InvalidValue` where it is no subject, has braces that mean nothing, or leaves no room for a name.
    package init(_ text: String) throws(InvalidValue) {
        let parts = Self.split(text)
        guard parts.count <= 2, !parts.contains(where: { $0.utf8.contains { $0 == 0x7B || $0 == 0x7D } }) else {
            throw InvalidValue(
                field: "subject", problem: "may have one \(Self.placeholder) and no other braces")
        }
        self.text = text
        beginning = parts[0]
        end = parts.count == 2 ? parts[1] : nil
        let room = end == nil ? "" : String(repeating: "x", count: PlainName.maximumBytes)
        _ = try Subject(beginning + room + (end ?? ""))
    }

    package var hasValue: Bool { end != nil }

    /// The one subject of a template without a place for a name.
    package var only: Subject? { end == nil ? try? Subject(beginning) : nil }

    func subject(of name: String) -> Subject? {
        guard PlainName.isPlain(name) else { return nil }
        return try? Subject(beginning + (end.map { name + $0 } ?? ""))
    }

    private static func split(_ text: String) -> [String] {
        var parts: [String] = []
        var rest = Array(text.utf8)[...]
        let mark = Array(placeholder.utf8)
        var current: [UInt8] = []
        while let byte = rest.first {
            if rest.starts(with: mark) {
                parts.append(String(decoding: current, as: UTF8.self))
                current = []
                rest = rest.dropFirst(mark.count)
            } else {
                current.append(byte)
                rest = rest.dropFirst()
            }
        }
        return parts + [String(decoding: current, as: UTF8.self)]
    }
}
