/// The steps of a rotation between which the process may die.
package enum KeyStep: String, CaseIterable, Sendable {
    case keyPrepared = "key_prepared"
    case keyActivated = "key_activated"
    case batchRead = "rewrap_batch_read"
    case batchWrapped = "rewrap_batch_wrapped"
    case batchCommitted = "rewrap_batch_committed"
    case beforeDestroy = "before_key_destroy"
    case keyDestroyed = "key_destroyed"
}
