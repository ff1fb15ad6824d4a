/// What the daemon measured of its machine, its files and its keys, without a judgement; nothing of it is secret.
package struct HostFigures: Equatable, Sendable {
    package struct Disk: Equatable, Sendable {
        /// What lies there: `store`, `audit log`, `backups`.
        package var name: String
        package var path: String
        /// nil where the kernel did not tell.
        package var room: Room?

        package init(name: String, path: String, room: Room?) {
            self.name = name
            self.path = path
            self.room = room
        }
    }

    package struct Room: Equatable, Sendable {
        /// For this user, in bytes.
        package var free: UInt64
        package var total: UInt64

        package init(free: UInt64, total: UInt64) {
            self.free = free
            self.total = total
        }
    }

    package struct ActiveKey: Equatable, Sendable {
        package var version: MasterKeyVersion
        package var since: Timestamp
        /// nil: not by itself.
        package var rotatesAt: Timestamp?

        package init(version: MasterKeyVersion, since: Timestamp, rotatesAt: Timestamp?) {
            self.version = version
            self.since = since
            self.rotatesAt = rotatesAt
        }
    }

    package enum Backups: Equatable, Sendable {
        case notConfigured
        case unreadable(String)
        case none
        case newest(Timestamp)
    }

    package var now: Timestamp
    /// Of the configuration file and of the files that it names, as sentences.
    package var configurationProblems: [String] = []
    package var disks: [Disk] = []
    /// Whether as much memory as keys need can be locked.
    package var canLockMemory = true
    /// Memory that cached tokens rest in and that the kernel refused to lock.
    package var unlockedBytes = 0
    /// What the kernel says of the clock; nil where it does not tell.
    package var isClockSynchronised: Bool? = true
    /// Whether the processes that speak to providers are kept from files; nil before the first.
    package var isFetchConfined: Bool?
    package var openDescriptors = 0
    package var descriptorLimit: UInt64 = .max
    /// nil where the store cannot be read.
    package var activeKey: ActiveKey?
    package var backups = Backups.notConfigured

    package init(now: Timestamp) { self.now = now }
}
