package import VaultCore

/// Which limit, or which state of the daemon, keeps it from taking work now; the raw value goes to `data.reason`.
package enum Refusal: String, CaseIterable, Sendable {
    case connections = "connections"
    case connectionsOfClient = "connections_of_client"
    case inFlight = "in_flight"
    case inFlightOfClient = "in_flight_of_client"
    case inFlightOfConnection = "in_flight_of_connection"
    case shuttingDown = "shutting_down"
    case auditFailed = "audit_failed"

    package var error: VaultError {
        switch self {
        case .connections, .connectionsOfClient, .shuttingDown:
            .overloaded(reason: rawValue, retryAfterMilliseconds: 1000)
        case .inFlight, .inFlightOfClient, .inFlightOfConnection:
            .overloaded(reason: rawValue, retryAfterMilliseconds: 100)
        case .auditFailed:
            .overloaded(reason: rawValue, retryAfterMilliseconds: 5000)
        }
    }
}
