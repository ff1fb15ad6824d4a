/// A member in one call: name and value together.
extension JSONWriter {
    package mutating func member(_ name: String, _ value: String) { member(name.utf8.span, value.utf8.span) }

    package mutating func member(_ name: String, bytes value: Span<UInt8>) {
        self.name(name)
        string(bytes: value)
    }

    @inlinable
    package mutating func member(_ name: String, _ value: some BinaryInteger) {
        self.name(name)
        integer(value)
    }

    package mutating func member(_ name: String, _ value: Int64) {
        self.name(name)
        integer(value)
    }

    package mutating func member(_ name: String, _ value: Int) {
        self.name(name)
        integer(value)
    }

    package mutating func member(_ name: String, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    package mutating func member(_ name: String, _ value: Double) {
        self.name(name)
        double(value)
    }

    package mutating func member(_ name: String, _ values: some Sequence<String>) {
        self.name(name)
        array { writer in
            for value in values { writer.string(value) }
        }
    }

    package mutating func member(_ name: String, _ values: [String]) {
        self.name(name)
        beginArray()
        for value in values { string(value) }
        endArray()
    }

    package mutating func member<Failure: Error>(
        _ name: String, object body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        self.name(name)
        try object(body)
    }

    package mutating func member<Failure: Error>(
        _ name: String, array body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        self.name(name)
        try array(body)
    }
}
