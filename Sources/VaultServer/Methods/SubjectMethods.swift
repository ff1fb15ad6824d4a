import VaultCore
import VaultService
import VaultWire

/// `subject.*`: for operators alone, as they reach past every provider and session.
extension RequestHandler {
    func showSubject(_ subject: Subject, _ gate: Gate) throws(VaultError) -> Reply {
        _ = try gate.permit()
        return .subject(try subjects.facts(of: subject))
    }

    func endSubject(_ subject: Subject, disables: Bool, _ gate: Gate) async throws(VaultError) -> Reply {
        _ = try gate.permit()
        return .subjectEnded(try await subjects.end(subject, disables: disables, caller: gate.caller))
    }

    func enableSubject(_ subject: Subject, _ gate: Gate) async throws(VaultError) -> Reply {
        _ = try gate.permit()
        return .subject(try await subjects.enable(subject, caller: gate.caller))
    }
}
