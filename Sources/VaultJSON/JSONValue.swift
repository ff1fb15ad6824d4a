/// A view of one value of a document; cheap to copy, keeps its document alive.
package struct JSONValue: Sendable {
    package let document: JSONDocument
    let index: Int

    var node: JSONNode { document.tape[index] }
    var text: JSONText { JSONText(node, in: document.bytes) }

    package var kind: JSONKind { node.kind }
    package var isNull: Bool { kind == .null }
    package var bool: Bool? { kind == .bool ? node.traits.contains(.yes) : nil }

    /// The bytes of this value in the document's text, quotes and brackets included.
    package var rawRange: Range<Int> { node.range }

    package var position: JSONPosition { document.position(of: self) }

    /// The value of a number written without fraction and exponent that fits; `1.0` and `1e2` are not integers.
    package var integer: Int64? {
        guard kind == .number, node.traits.contains(.integer) else { return nil }
        let bytes = document.bytes
        var value: Int64 = 0
        let isNegative = bytes[node.range.lowerBound] == UInt8(ascii: "-")
        for offset in node.range.dropFirst(isNegative ? 1 : 0) {
            let digit = Int64(bytes[offset] - UInt8(ascii: "0"))
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            // Counted downwards, because the lowest Int64 has no positive twin.
            let (sum, overflowedToo) = product.subtractingReportingOverflow(digit)
            if overflowed || overflowedToo { return nil }
            value = sum
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// The number as the nearest double; nil where it would be infinite.
    package var double: Double? {
        guard kind == .number else { return nil }
        let value = Double(String(decoding: document.bytes[node.range], as: UTF8.self))
        return value.flatMap { $0.isFinite ? $0 : nil }
    }
}
