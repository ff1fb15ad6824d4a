/// How far a store had come when something was written down about it elsewhere; the store itself must never be behind it.
package struct StoreMark: Hashable, Sendable {
    /// Hexadecimal digits.
    package let storeID: String
    /// Goes up with every commit.
    package let sequence: Int64

    package init(storeID: String, sequence: Int64) {
        self.storeID = storeID
        self.sequence = sequence
    }
}
