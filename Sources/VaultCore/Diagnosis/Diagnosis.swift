/// What the daemon finds of itself when it is asked: judged from figures alone, so that the same figures always come to the same.
package struct Diagnosis: Equatable, Sendable {
    package var findings: [CheckFinding]
    package var activeKey: HostFigures.ActiveKey?
    /// When the newest backup in the backup directory was made.
    package var backupAt: Timestamp?
    /// Versions of the two libraries.
    package var sqlite: String
    package var libsodium: String

    package init(_ figures: HostFigures, sqlite: String, libsodium: String) {
        findings =
            Self.configuration(figures) + figures.disks.map(Self.disk) + [Self.memory(figures), Self.clock(figures)]
            + [Self.descriptors(figures), Self.confinement(figures), Self.masterKey(figures), Self.backup(figures)]
        activeKey = figures.activeKey
        if case .newest(let moment) = figures.backups { backupAt = moment }
        self.sqlite = sqlite
        self.libsodium = libsodium
    }

    package static let leastFreeBytes: UInt64 = 64 << 20
    package static let scarceFreeBytes: UInt64 = 1 << 30
    package static let oldKeyDays: Int64 = 365
    package static let oldBackupDays: Int64 = 7
    /// How long the daemon may be late with a rotation: it looks once an hour, and a rewrap may be under way.
    package static let lateRotationSeconds: Int64 = 86_400
    private static let secondsPerDay: Int64 = 86_400

    private static func configuration(_ figures: HostFigures) -> [CheckFinding] {
        if figures.configurationProblems.isEmpty {
            return [CheckFinding(.configuration, .ok, "the file, and the files that it names, are as they must be")]
        }
        return figures.configurationProblems.map {
            CheckFinding(
                .configuration, .failing, $0,
                remedy: "correct it before the next start or reload; 'vaultd check' tells line and column")
        }
    }

    private static func disk(_ disk: HostFigures.Disk) -> CheckFinding {
        guard let room = disk.room else {
            return CheckFinding(
                .disk, .failing, "the room for the \(disk.name) at \(disk.path) cannot be told",
                remedy: "look whether the directory is there and mounted")
        }
        let text = "\(megabytes(room.free)) of \(megabytes(room.total)) are free for the \(disk.name) at \(disk.path)"
        if room.free < leastFreeBytes {
            return CheckFinding(
                .disk, .failing, text, remedy: "make room: without it nothing can be stored or recorded")
        }
        // A small disk is not scarce by that alone.
        if room.free < scarceFreeBytes, room.free < room.total / 10 {
            return CheckFinding(.disk, .warning, text, remedy: "make room before it is full")
        }
        return CheckFinding(.disk, .ok, text)
    }

    private static func megabytes(_ bytes: UInt64) -> String { "\(bytes >> 20) MiB" }

    private static func memory(_ figures: HostFigures) -> CheckFinding {
        let remedy = "raise LimitMEMLOCK of the service (RLIMIT_MEMLOCK) and start it again"
        if !figures.canLockMemory {
            return CheckFinding(
                .memory, .failing, "memory for keys cannot be locked, so they might be swapped out", remedy: remedy)
        }
        if figures.unlockedBytes > 0 {
            return CheckFinding(
                .memory, .warning,
                "\(figures.unlockedBytes) bytes in which cached tokens rest, under a key of the process, are not locked",
                remedy: remedy)
        }
        return CheckFinding(.memory, .ok, "keys and cached tokens rest in locked memory")
    }

    private static func clock(_ figures: HostFigures) -> CheckFinding {
        switch figures.isClockSynchronised {
        case true?: CheckFinding(.clock, .ok, "the kernel says that its clock is synchronised")
        case false?:
            CheckFinding(
                .clock, .warning, "the kernel says that nobody synchronises its clock",
                remedy: "run chrony or systemd-timesyncd: tokens expire by the clock, and signed assertions fail")
        case nil:
            CheckFinding(
                .clock, .warning, "the kernel does not tell whether its clock is synchronised",
                remedy: "look at the host of this container or virtual machine")
        }
    }

    private static func descriptors(_ figures: HostFigures) -> CheckFinding {
        let text = "\(figures.openDescriptors) of \(figures.descriptorLimit) file descriptors are open"
        let used = UInt64(max(0, figures.openDescriptors))
        guard used >= figures.descriptorLimit / 10 * 8 else { return CheckFinding(.descriptors, .ok, text) }
        return CheckFinding(.descriptors, .warning, text, remedy: "raise LimitNOFILE of the service (RLIMIT_NOFILE)")
    }

    private static func confinement(_ figures: HostFigures) -> CheckFinding {
        switch figures.isFetchConfined {
        case true?: CheckFinding(.confinement, .ok, "vaultfetch is kept from every file that it does not need")
        case false?:
            CheckFinding(
                .confinement, .warning,
                "the kernel does not keep vaultfetch, which runs as the same user, from the store and the seal key",
                remedy: "use a kernel with Landlock (5.13 or later, 'landlock' in /sys/kernel/security/lsm)")
        case nil: CheckFinding(.confinement, .ok, "vaultfetch has not been needed yet")
        }
    }

    private static func masterKey(_ figures: HostFigures) -> CheckFinding {
        guard let key = figures.activeKey else {
            return CheckFinding(
                .masterKey, .failing, "the master keys cannot be read", remedy: "look at the store's own message")
        }
        let days = figures.now.seconds(since: key.since) / secondsPerDay
        let text = "master key \(key.version.number) has been active for \(days) days"
        if let due = key.rotatesAt {
            let isLate = figures.now.seconds(since: due) > lateRotationSeconds
            return isLate
                ? CheckFinding(
                    .masterKey, .warning, text + " and should have been replaced by now",
                    remedy: "look at 'vaultctl key status'; a sealed vault replaces no key")
                : CheckFinding(.masterKey, .ok, text + " and is replaced by itself")
        }
        guard days >= oldKeyDays else { return CheckFinding(.masterKey, .ok, text) }
        return CheckFinding(
            .masterKey, .warning, text, remedy: "run 'vaultctl key rotate', or set 'keys.rotate_after_days'")
    }

    private static func backup(_ figures: HostFigures) -> CheckFinding {
        let remedy = "run 'vaultctl backup create', from a timer"
        switch figures.backups {
        case .notConfigured:
            return CheckFinding(
                .backup, .warning, "the vault is not told where backups are kept, so their age is not known",
                remedy: "set 'backup.directory'")
        case .unreadable(let reason):
            return CheckFinding(
                .backup, .failing, "the backup directory cannot be read (\(reason))",
                remedy: "correct 'backup.directory' or its permissions")
        case .none:
            return CheckFinding(.backup, .warning, "there is no backup in the backup directory", remedy: remedy)
        case .newest(let moment):
            let days = figures.now.seconds(since: moment) / secondsPerDay
            let text = "the newest backup is \(days) days old"
            return days >= oldBackupDays
                ? CheckFinding(.backup, .warning, text, remedy: remedy) : CheckFinding(.backup, .ok, text)
        }
    }
}
