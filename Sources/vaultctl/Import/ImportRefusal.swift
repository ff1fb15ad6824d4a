import VaultJSON

/// Why a line did not become a grant; never holds a secret of it.
struct ImportRefusal: Error {
    let line: Int64
    /// Where the line could be read so far.
    let subject: String?
    let provider: String?
    /// A word for programs: `data.type` of the vault's answer, or `invalid_line`.
    let reason: String
    /// The member that was wrong.
    let field: String?
    let message: String

    /// For people.
    var text: String {
        let whose = subject.flatMap { subject in provider.map { "\(subject) at \($0): " } } ?? ""
        return "line \(line): \(whose)\(field.map { "\($0) " } ?? "")\(message)\n"
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("line", line)
            if let subject { writer.member("subject", subject) }
            if let provider { writer.member("provider", provider) }
            writer.member("reason", reason)
            if let field { writer.member("field", field) }
            writer.member("message", message)
        }
        writer.newline()
    }
}
