/// The parameter of `session.lookup` found in place by the fast scanner.
package struct SessionLookupOutline: Equatable, Sendable {
    /// The handle, inside the quotes.
    package let session: Range<Int>

    /// - Returns: nil when it is missing, or no plain text: `IncomingLine` decides.
    package init?(_ outline: borrowing CallOutline, in line: UnsafeRawBufferPointer) {
        guard let params = outline.params else { return nil }
        let bytes = line.assumingMemoryBound(to: UInt8.self).span
        var found: Range<Int>?
        for position in 0..<outline.index.members.count {
            let member = outline.index.members[position]
            guard Int(member.object) == params.lowerBound, member.name == NameKey("session") else { continue }
            guard bytes[member.value.lowerBound] == UInt8(ascii: "\""), member.value.count > 2 else { return nil }
            found = member.value.lowerBound + 1..<member.value.upperBound - 1
        }
        guard let found else { return nil }
        session = found
    }
}
