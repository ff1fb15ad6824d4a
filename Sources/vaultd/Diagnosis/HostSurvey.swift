import CLinux
import Glibc
import VaultConfiguration
import VaultCore
import VaultCrypto
import VaultProvider
import VaultService
import VaultStorage

/// Measures what `system.diagnose` judges. Reads files and asks the kernel anew each time, because that is what may have changed.
struct HostSurvey: Sendable {
    let store: SQLiteStore
    let context: ServiceContext
    let fetching: FetchPool
    let file: ConfigurationFile
    let storePath: String
    let auditPath: String

    func diagnosis() -> Diagnosis {
        Diagnosis(figures(), sqlite: SQLiteStore.libraryVersion, libsodium: SodiumLibrary.version)
    }

    private func figures() -> HostFigures {
        var figures = HostFigures(now: context.clock.now())
        figures.configurationProblems = configurationProblems()
        figures.disks = disks()
        figures.canLockMemory = canLockMemory()
        figures.unlockedBytes = context.cache.memoryBytes.unlocked
        figures.isClockSynchronised = isClockSynchronised()
        figures.isFetchConfined = fetching.isConfined
        figures.openDescriptors = ProcessFigures().openDescriptors ?? 0
        figures.descriptorLimit = descriptorLimit()
        figures.activeKey = activeKey()
        figures.backups = backups()
        return figures
    }

    /// Also what has changed since the start, and would be told at the next one.
    private func configurationProblems() -> [String] {
        do throws(InvalidConfiguration) {
            _ = try file.load(keyMayBeMissing: true)
            return []
        } catch {
            return error.problems.map { ($0.path.isEmpty ? "" : "\($0.path): ") + $0.message }
        }
    }

    private func disks() -> [HostFigures.Disk] {
        var disks = [disk("store", Self.folder(of: storePath)), disk("audit log", Self.folder(of: auditPath))]
        if let directory = context.settings.backupDirectory { disks.append(disk("backups", directory)) }
        return disks
    }

    private func disk(_ name: String, _ path: String) -> HostFigures.Disk {
        var room = vault_disk_room()
        let isTold = vault_disk_room_of(path, &room) == 0
        return HostFigures.Disk(
            name: name, path: path, room: isTold ? HostFigures.Room(free: room.free, total: room.total) : nil)
    }

    private static func folder(of path: String) -> String {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return folder.isEmpty ? "/" : folder
    }

    private func canLockMemory() -> Bool {
        do throws(MemoryLockFailure) {
            try MemoryLock.check()
            return true
        } catch {
            return false
        }
    }

    /// nil where a sandbox hides it.
    private func isClockSynchronised() -> Bool? {
        switch vault_clock_is_synchronised() {
        case 0: false
        case 1: true
        default: nil
        }
    }

    private func descriptorLimit() -> UInt64 {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
        return UInt64(limit.rlim_cur)
    }

    private func activeKey() -> HostFigures.ActiveKey? {
        guard let keys = try? store.masterKeys(), let active = keys.first(where: { $0.state == .active }) else {
            return nil
        }
        return HostFigures.ActiveKey(
            version: active.version, since: active.activatedAt ?? active.createdAt,
            rotatesAt: KeySchedule(context.settings.keys).rotation(of: keys))
    }

    private func backups() -> HostFigures.Backups {
        guard let directory = context.settings.backupDirectory else { return .notConfigured }
        do throws(BackupShelfFailure) {
            return try BackupDirectory().newest(in: directory).map { .newest($0) } ?? .none
        } catch {
            return .unreadable(error.reason)
        }
    }
}
