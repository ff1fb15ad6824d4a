package import VaultCore

/// A copy of a store as it was taken for the one to go on with.
package struct AcceptedCopy: Equatable, Sendable {
    /// How far it had come.
    package let mark: StoreMark
    /// The last that happened to a grant in it: the copy is not older. nil where there is no grant.
    package let newestChange: Timestamp?
}
