import VaultJSON

/// A value of the file, ready to be checked.
struct Field {
    let value: JSONValue
    let problems: ProblemList

    /// Only for messages: it is searched for.
    var path: String { value.path }

    func report(_ message: String) { problems.add(message, at: value) }

    /// The texts of an array that must not be empty; nil and a problem for anything else.
    func texts(_ what: String) -> [Field]? {
        guard let elements = value.elements, value.count > 0 else {
            report("must be a non-empty array of \(what)")
            return nil
        }
        return elements.compactMap { element in
            let field = Field(value: element, problems: problems)
            if element.kind == .string { return field }
            field.report("must be a text in quotes")
            return nil
        }
    }
}
