/// What a call that is answered on a loop is about; ranges are inside the quotes, and nothing in them is escaped.
package enum CallTarget: Equatable, Sendable {
    case grant(Range<Int>)
    /// An absent account is an empty range.
    case subject(Range<Int>, provider: Range<Int>, account: Range<Int>)
    /// `session.lookup`.
    case session(Range<Int>)
}
