import VaultJSON

/// The JSON object of a control request, read member by member; what nobody read is reported, because a
/// misspelt member would make a test pass for the wrong reason.
struct ControlObject {
    private let value: JSONValue
    private let name: String
    private var seen: Set<String> = []

    /// An empty body is an empty object.
    init(_ body: [UInt8], name: String) throws(ControlError) {
        do {
            try self.init(JSONDocument(parsing: body.isEmpty ? Array("{}".utf8) : body).root, name: name)
        } catch let error as JSONError {
            throw ControlError("the body of \(name) is not JSON: \(error)")
        } catch let error as ControlError {
            throw error
        } catch {
            throw ControlError("the body of \(name) could not be read")
        }
    }

    init(_ value: JSONValue, name: String) throws(ControlError) {
        guard value.kind == .object else { throw ControlError("\(name) wants a JSON object") }
        self.value = value
        self.name = name
    }

    mutating func string(_ member: String) throws(ControlError) -> String? {
        guard let found = take(member) else { return nil }
        guard let text = found.string else { throw ControlError("\(name): '\(member)' must be a string") }
        return text
    }

    mutating func bool(_ member: String) throws(ControlError) -> Bool? {
        guard let found = take(member) else { return nil }
        guard let bool = found.bool else { throw ControlError("\(name): '\(member)' must be true or false") }
        return bool
    }

    mutating func integer(_ member: String, in range: ClosedRange<Int>) throws(ControlError) -> Int? {
        guard let found = take(member) else { return nil }
        guard let integer = found.integer.flatMap(Int.init(exactly:)), range.contains(integer) else {
            throw ControlError(
                "\(name): '\(member)' must be an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    mutating func strings(_ member: String) throws(ControlError) -> [String]? {
        guard let found = take(member) else { return nil }
        let strings = found.elements.map { elements in elements.compactMap(\.string) }
        guard let strings, strings.count == found.count else {
            throw ControlError("\(name): '\(member)' must be an array of strings")
        }
        return strings
    }

    mutating func objects(_ member: String) throws(ControlError) -> [ControlObject]? {
        guard let found = take(member) else { return nil }
        guard let elements = found.elements else { throw ControlError("\(name): '\(member)' must be an array") }
        var objects: [ControlObject] = []
        for element in elements { objects.append(try ControlObject(element, name: "\(name) \(member)")) }
        return objects
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ member: String, of type: Choice.Type
    ) throws(ControlError) -> Choice? where Choice.RawValue == String {
        guard let text = try string(member) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw ControlError("\(name): '\(member)' must be one of \(known)")
        }
        return choice
    }

    /// To be called last.
    func refuseUnread() throws(ControlError) {
        guard let members = value.members else { return }
        for member in members {
            guard let text = member.name.string, !seen.contains(text) else { continue }
            throw ControlError("\(name): '\(text)' is not known here")
        }
    }

    private mutating func take(_ member: String) -> JSONValue? {
        seen.insert(member)
        return value[member].flatMap { $0.isNull ? nil : $0 }
    }
}
