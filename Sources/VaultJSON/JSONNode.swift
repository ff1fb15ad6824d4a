/// One entry of the tape: a value (or member name), the bytes it covers, and where the next sibling is.
///
/// An object is followed by name, value, name, value, …; an array by its elements. `next` is the index after everything inside.
struct JSONNode: Sendable {
    /// What the reader learnt in passing and a view would otherwise find out again.
    struct Traits: OptionSet, Sendable {
        let rawValue: UInt8
        /// Not `[]`, which builds an array to make a set of.
        static var none: Traits { Traits(rawValue: 0) }
        /// The string holds at least one backslash.
        static let escaped = Traits(rawValue: 1)
        /// The number has neither fraction nor exponent.
        static let integer = Traits(rawValue: 2)
        /// The boolean is true.
        static let yes = Traits(rawValue: 4)
        /// The member name stands without quotes.
        static let bare = Traits(rawValue: 8)
    }

    let kind: JSONKind
    var traits = Traits.none
    let start: UInt32
    var end: UInt32 = 0
    var next: UInt32 = 0
    /// Members of an object, elements of an array, hash of a member name.
    var count: UInt32 = 0

    init(_ kind: JSONKind, start: Int) {
        self.kind = kind
        self.start = UInt32(start)
    }

    /// The bytes as written, quotes and brackets included.
    var range: Range<Int> { Int(start)..<Int(end) }

    /// The bytes of a string without its quotes.
    var textRange: Range<Int> { traits.contains(.bare) ? range : Int(start) + 1..<Int(end) - 1 }
}
