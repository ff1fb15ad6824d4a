/// Paths from the root, as people write them: `providers.github.scopes[2]`, empty for the root itself. They are made when somebody
/// asks, so that a text about which there is nothing to say costs none.
extension JSONDocument {
    /// Where these values and member names stand, in one walk for all of them.
    package func paths(of values: [JSONValue]) -> [String] {
        var walk = JSONPathWalk(to: values)
        walk.visit(root, path: "")
        return values.map { walk.found[$0.index] ?? "" }
    }

    /// The value that stands there; of members that repeat a name the first.
    package func value(at path: String) -> JSONValue? { root.value(at: Array(path.utf8)[...]) }
}

extension JSONValue {
    /// The path of this value or member name.
    package var path: String { document.paths(of: [self])[0] }

    fileprivate func value(at path: ArraySlice<UInt8>) -> JSONValue? {
        if path.isEmpty { return self }
        if let members { return value(at: path, among: members) }
        guard let elements, path.first == UInt8(ascii: "["), let end = path.firstIndex(of: UInt8(ascii: "]")),
            let number = Int(String(decoding: path[path.startIndex + 1..<end], as: UTF8.self)), number >= 0
        else { return nil }
        var rest = elements.dropFirst(number).makeIterator()
        return rest.next()?.value(at: Self.inside(path[(end + 1)...]))
    }

    /// Names may hold dots themselves, so that each member is tried with whose name the path begins.
    private func value(at path: ArraySlice<UInt8>, among members: Members) -> JSONValue? {
        for member in members {
            let name = Array(member.name.text)
            guard path.starts(with: name) else { continue }
            let rest = path.dropFirst(name.count)
            guard rest.isEmpty || rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: "[") else { continue }
            if let value = member.value.value(at: Self.inside(rest)) { return value }
        }
        return nil
    }

    private static func inside(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        rest.first == UInt8(ascii: ".") ? rest.dropFirst() : rest
    }
}
