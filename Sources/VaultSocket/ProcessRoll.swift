import CLinux
import Glibc

/// Asks about many processes with one call of the kernel, so that looking after each receiver of a round costs no call each.
package struct ProcessRoll {
    private var entries: [pollfd] = []
    /// Room is used again; the first `count` are of this roll.
    private var count = 0

    package init() {}

    package mutating func clear() { count = 0 }

    @inline(__always)
    package mutating func add(_ process: borrowing PeerProcess) {
        // A pidfd becomes readable when its process ends (pidfd_open(2)).
        let entry = pollfd(fd: process.descriptor.raw, events: Int16(POLLIN), revents: 0)
        if count < entries.count {
            entries[count] = entry
        } else {
            entries.append(entry)
        }
        count &+= 1
    }

    /// Whether one of them has ended. A kernel that does not answer is taken for yes: whoever asks looks at each one then.
    package mutating func holdsEnded() -> Bool {
        count > 0 && vault_look(&entries, UInt32(count)) != 0
    }
}
