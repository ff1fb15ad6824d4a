/// By what a grant's token is found in memory, as the store said when the ticket was taken; void with the ticket.
struct CachePlace: Sendable {
    let ticket: CacheTicket
    /// The grant is the only one of its subject at its provider.
    let isOnlyAccount: Bool
}
