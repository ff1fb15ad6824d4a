import VaultJSON

extension JSONWriter {
    /// A member whose value is written as it is, well-formed or not: faults need that.
    mutating func rawMember(_ name: String, _ raw: [UInt8]) {
        self.name(name)
        self.raw(bytes: raw.span)
    }

    /// The member, or null where there is nothing.
    mutating func member(_ name: String, orNull value: String?) {
        self.name(name)
        if let value { string(value) } else { null() }
    }

    /// The member, or null where there is nothing.
    mutating func member(_ name: String, orNull value: Int64?) {
        self.name(name)
        if let value { integer(value) } else { null() }
    }
}
