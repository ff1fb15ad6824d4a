import VaultFetchWire

/// Ends the program before it serves, with the one word that the asking side understands.
struct StartError: Error {
    let failure: FetchStartFailure

    init(_ failure: FetchStartFailure) { self.failure = failure }
}
