import Glibc

/// Held while a store is open for writing: a second writer would hand out the same ids and checkpoint beside the first.
///
/// It is a file of its own, because SQLite's locks allow many writers in turn. The kernel lets go when the process dies.
struct StoreLock: ~Copyable {
    private let descriptor: Int32

    init(storePath: String) throws(StoreOpenError) {
        let path = storePath + "-lock"
        let opened = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw .failed(path: storePath, reason: StoreFile.errorText()) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let text = StoreFile.errorText()
            close(opened)
            throw isHeld ? .inUse(path: storePath) : .failed(path: storePath, reason: text)
        }
        // Last: once it is set, a throw would run the deinit too and close twice.
        descriptor = opened
    }

    deinit {
        // A child that is being started holds a copy of the descriptor until its exec, and with it the lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
