import VaultJSON

/// One member of an answer, before it is known whether that becomes JSON or a form.
struct AnswerField: Equatable, Sendable {
    private enum Value: Equatable {
        case text(String)
        case number(Int64)
        case bool(Bool)
    }

    let name: String
    private let value: Value

    init(_ name: String, _ text: String) { (self.name, value) = (name, .text(text)) }
    init(_ name: String, _ number: Int64) { (self.name, value) = (name, .number(number)) }
    init(_ name: String, _ bool: Bool) { (self.name, value) = (name, .bool(bool)) }

    var text: String {
        switch value {
        case .text(let text): text
        case .number(let number): "\(number)"
        case .bool(let bool): "\(bool)"
        }
    }

    func write(to writer: inout JSONWriter) {
        switch value {
        case .text(let text): writer.member(name, text)
        case .number(let number): writer.member(name, number)
        case .bool(let bool): writer.member(name, bool)
        }
    }
}
