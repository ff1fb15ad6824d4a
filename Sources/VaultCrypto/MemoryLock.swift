import CSodium
import Glibc

/// Whether this process may lock memory: asked once at start, because `sodium_malloc` hides a failed lock (libsodium,
/// "Secure memory") and keys could then reach swap.
package enum MemoryLock {
    /// What keys and scratch need: a page or two for each block, 64 of them.
    package static let neededBytes = 64 * 2 * 4096

    /// Locks and unlocks as much memory as keys will need.
    ///
    /// - Throws: with the `errno` of `mlock(2)`: mostly `ENOMEM` or `EPERM` for a too low RLIMIT_MEMLOCK.
    package static func check(bytes: Int = neededBytes) throws(MemoryLockFailure) {
        guard Sodium.isReady else { throw MemoryLockFailure(errno: ENOSYS, bytes: bytes) }
        let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory, memory != MAP_FAILED else { throw MemoryLockFailure(errno: errno, bytes: bytes) }
        defer { munmap(memory, bytes) }
        guard sodium_mlock(memory, bytes) == 0 else { throw MemoryLockFailure(errno: errno, bytes: bytes) }
        sodium_munlock(memory, bytes)
    }
}

/// Memory for keys cannot be locked.
package struct MemoryLockFailure: Error, Equatable, CustomStringConvertible {
    package let errno: Int32
    package let bytes: Int

    package var description: String {
        "lock memory for keys: the system refused \(bytes) bytes (errno \(errno)); raise RLIMIT_MEMLOCK (LimitMEMLOCK= in"
            + " the unit) or allow unlocked memory in the configuration"
    }
}
