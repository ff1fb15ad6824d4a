/// How a caller names the session that it means.
package enum SessionSelector: Sendable {
    case id(SessionID)
    case handle(Secret)
}
