import VaultCore
import VaultService

/// What all reactors of a server share.
struct ReactorParts {
    let audit: any AuditTrail
    let clock: any WallClock
    let answering: any RequestAnswering
    let admission: Admission
    let health: ServerHealth
    let cache: TokenCache
    /// nil where only what is in memory is answered on a loop.
    let stored: StoredTokens?
    let sessions: ReadySessions
    let seal: SealGate
    let attestor: Attestor
    let calls: CallMeter
}
