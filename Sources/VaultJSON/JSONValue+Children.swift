extension JSONValue {
    /// Elements of an array or members of an object; 0 for everything else.
    package var count: Int {
        switch kind {
        case .array, .object: Int(node.count)
        case .null, .bool, .number, .string: 0
        }
    }

    /// The member of that name; nil if there is none or this is not an object.
    package subscript(_ name: String) -> JSONValue? {
        guard kind == .object else { return nil }
        let tape = document.tape
        let length = name.utf8.count
        var index = index + 1
        let end = Int(node.next)
        while index < end {
            // Most names are told apart by their length.
            let mayBe = tape[index].traits.contains(.escaped) || tape[index].textRange.count == length
            // A name has nothing inside, its value is next to it.
            if mayBe, document.isString(name.utf8, at: index) { return JSONValue(document: document, index: index + 1) }
            index = Int(tape[index + 1].next)
        }
        return nil
    }

    /// The elements of an array; nil if this is not one.
    package var elements: Elements? { kind == .array ? Elements(container: self) : nil }

    /// The members of an object in the order of the text; nil if this is not one.
    package var members: Members? { kind == .object ? Members(container: self) : nil }

    /// The values inside an array, one after the other.
    package struct Elements: Sequence, Sendable {
        let container: JSONValue

        package func makeIterator() -> Iterator { Iterator(container) }

        /// Steps from sibling to sibling, whatever lies inside them.
        package struct Iterator: IteratorProtocol {
            private let document: JSONDocument
            private var index: Int
            private let end: Int

            init(_ container: JSONValue) {
                document = container.document
                index = container.index + 1
                end = Int(container.node.next)
            }

            package mutating func next() -> JSONValue? {
                guard index < end else { return nil }
                let value = JSONValue(document: document, index: index)
                index = Int(value.node.next)
                return value
            }
        }
    }

    /// The members inside an object, one after the other.
    package struct Members: Sequence, Sendable {
        let container: JSONValue

        package func makeIterator() -> Iterator { Iterator(siblings: Elements(container: container).makeIterator()) }

        /// Takes siblings two by two: a name, then its value.
        package struct Iterator: IteratorProtocol {
            var siblings: Elements.Iterator

            package mutating func next() -> Member? {
                guard let name = siblings.next(), let value = siblings.next() else { return nil }
                return Member(name: name, value: value)
            }
        }
    }

    /// One member of an object; the name is a string value with its own place in the text.
    package struct Member: Sendable {
        package let name: JSONValue
        package let value: JSONValue
    }
}
