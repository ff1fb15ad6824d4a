/// What a put must know of the grant in whose place it comes.
package struct StandingGrant: Equatable, Sendable {
    package let id: GrantID
    package let generation: Generation
    package let createdAt: Timestamp
    package let lastUsedAt: Timestamp?

    package init(id: GrantID, generation: Generation, createdAt: Timestamp, lastUsedAt: Timestamp?) {
        self.id = id
        self.generation = generation
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }

    package init(_ grant: Grant) {
        self.init(
            id: grant.id, generation: grant.generation, createdAt: grant.createdAt, lastUsedAt: grant.lastUsedAt)
    }
}
