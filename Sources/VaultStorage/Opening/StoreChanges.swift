/// Whether whoever opens a store may change the file, be it to bring its schema up to date.
package enum StoreChanges: Sendable {
    case always
    /// An older copy of the store is only read, so that an operator finds it as it was put there.
    case unlessRolledBack
    case never
    /// The same beside the process that serves the store: nothing is locked, and nothing tidied up.
    case neverBesideServer
}
