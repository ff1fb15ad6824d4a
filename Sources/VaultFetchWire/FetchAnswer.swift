/// The one answer to the request of the same id.
package struct FetchAnswer: Sendable, Equatable {
    package var id: UInt64
    package var outcome: FetchOutcome

    package init(id: UInt64, outcome: FetchOutcome) {
        self.id = id
        self.outcome = outcome
    }
}
