/// Proof that a token was read from the store after the last change of its grant; void once the grant changes.
package struct CacheTicket: Sendable {
    let lane: Int
    let epoch: UInt32
}
