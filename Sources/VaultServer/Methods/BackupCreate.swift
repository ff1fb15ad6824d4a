import VaultCore
import VaultService
import VaultWire

extension RequestHandler {
    /// `backup.create`: answers when the file is whole and synced.
    func createBackup(_ path: String, _ gate: Gate) async throws(VaultError) -> Reply {
        let permit = try gate.permit()
        return .backup(try await backups.create(path, permit, caller: gate.caller))
    }
}
