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
    let sessions: ReadySessions
    let seal: SealGate
    let attestor: Attestor
    let calls: CallMeter
}
