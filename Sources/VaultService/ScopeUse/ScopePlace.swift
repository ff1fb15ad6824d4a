/// Where on a tally calls are counted whose tokens have the same scopes of the same provider: a plain number that is kept
/// beside a cached token, so that counting a call needs no look at its scopes.
package struct ScopePlace: BitwiseCopyable, Hashable, Sendable {
    /// Of calls that named no scopes; behind it those of calls that named some, of those that got more, and of each scope.
    let first: Int32
    /// How many scopes the tokens have; -1 where they are not told apart, and all calls are counted in `first`.
    let scopes: Int32

    /// Of tokens about which not even the provider is told.
    package static let untold = ScopePlace(first: 0, scopes: -1)

    static func isRoom(for scopes: Int, from first: Int32) -> Bool { Int(first) + 3 + scopes <= LoopTally.cells }

    var end: Int32 { first + 3 + max(0, scopes) }
}
