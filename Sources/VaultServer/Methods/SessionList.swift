import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `session.list`: one page of the sessions of subjects that the caller reaches, with their devices.
    func listSessions(_ filter: SessionFilter, _ gate: Gate) throws(VaultError) -> Reply {
        let permit = try gate.permit()
        var page = try sessions.list(filter, permit)
        // As with grants: a page may be short, and another follow it.
        page.sessions.removeAll { !gate.reaches(subject: $0.session.subject) }
        if filter.id != nil, page.sessions.isEmpty { throw .notFound(what: "session") }
        return .sessions(page)
    }
}
