import Glibc

/// What lstat(2) says about one path: kind, owner, mode, and which file it is.
struct FileEntry: Equatable {
    let owner: UInt32
    let group: UInt32
    let mode: UInt32
    let device: UInt
    let number: UInt

    init(owner: UInt32, group: UInt32, mode: UInt32, device: UInt = 0, number: UInt = 0) {
        self.owner = owner
        self.group = group
        self.mode = mode
        self.device = device
        self.number = number
    }

    /// nil leaves the reason in errno.
    init?(path: String) {
        var information = stat()
        guard lstat(path, &information) == 0 else { return nil }
        owner = information.st_uid
        group = information.st_gid
        mode = information.st_mode
        device = UInt(information.st_dev)
        number = UInt(information.st_ino)
    }

    var isLink: Bool { mode & S_IFMT == S_IFLNK }
    var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
    var isSocket: Bool { mode & S_IFMT == S_IFSOCK }
    var isOurs: Bool { owner == 0 || owner == geteuid() }

    /// The sticky bit keeps others from renaming what is not theirs; our own group is trusted above the socket directory,
    /// because distributions give each user a group of its own and a umask of 002.
    var cannotBeSwappedInside: Bool {
        guard isOurs else { return false }
        if mode & S_ISVTX != 0 { return true }
        let groupIsTrusted = group == 0 || group == getegid()
        return mode & 0o002 == 0 && (mode & 0o020 == 0 || groupIsTrusted)
    }

    func isSameFile(as other: FileEntry) -> Bool {
        device == other.device && number == other.number
    }
}
