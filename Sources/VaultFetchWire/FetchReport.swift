/// Everything that `vaultfetch` says: once how it started, then answers.
package enum FetchReport: Sendable, Equatable {
    case ready(FetchReady)
    case failed(FetchStartFailure)
    case answer(FetchAnswer)
}
