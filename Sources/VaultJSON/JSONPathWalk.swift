/// One walk through a document that ends at the last of the places it looks for, and steps over what holds none of them.
struct JSONPathWalk {
    /// Places on the tape that are still to come, in its order.
    private var wanted: ArraySlice<Int>
    private(set) var found: [Int: String] = [:]

    init(to values: [JSONValue]) {
        wanted = Set(values.map(\.index)).sorted()[...]
    }

    mutating func visit(_ value: JSONValue, path: String) {
        note(value, path)
        if let elements = value.elements {
            for (index, element) in elements.enumerated() where isAhead(of: element) {
                visit(element, path: "\(path)[\(index)]")
            }
        }
        if let members = value.members {
            for member in members where isAhead(of: member.value) {
                let name = member.name.string ?? ""
                let inner = path.isEmpty ? name : "\(path).\(name)"
                note(member.name, inner)
                visit(member.value, path: inner)
            }
        }
    }

    /// Whether the next of the places lies before the end of this value, and so, in the order of the tape, in it.
    private func isAhead(of value: JSONValue) -> Bool { wanted.first.map { $0 < value.node.next } ?? false }

    private mutating func note(_ value: JSONValue, _ path: String) {
        guard wanted.first == value.index else { return }
        wanted.removeFirst()
        found[value.index] = path
    }
}
