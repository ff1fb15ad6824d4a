/// The parameters of `token.get` found in place by the fast scanner.
package struct TokenGetOutline: Equatable, Sendable {
    /// How the call names the grant; ranges are inside the quotes, and nothing in them is escaped.
    package enum Selector: Equatable, Sendable {
        case grant(Range<Int>)
        /// An absent account is an empty range.
        case subject(Range<Int>, provider: Range<Int>, account: Range<Int>)
    }

    package let selector: Selector
    package let minimumLifeSeconds: Int64?
    package let forceRefresh: Bool
    /// The array as it is written.
    package let scopes: Range<Int>?

    /// - Returns: nil when the parameters are wrong or need the slow path (escapes, nulls): `IncomingLine` decides.
    package init?(_ outline: borrowing CallOutline, in line: UnsafeRawBufferPointer) { nil }
}
