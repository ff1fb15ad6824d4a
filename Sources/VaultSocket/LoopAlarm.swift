import CLinux

/// Wakes a loop at one moment by a descriptor of its own. A limit handed to each wait would be set and taken back by the kernel every
/// time; this is set once for many.
struct LoopAlarm: ~Copyable {
    let descriptor: FileDescriptor
    /// What it is set for, on the loop's clock; nil where it is not set.
    private var moment: MonotonicInstant?

    init() throws(SocketError) {
        let timer = vault_timer()
        guard timer >= 0 else { throw .last("create a timer") }
        descriptor = FileDescriptor(owning: timer)
    }

    /// Sees to it that it rings at `due` at the latest.
    ///
    /// - Parameter clock: asked where it must be set.
    @inline(__always)
    mutating func set(for due: MonotonicInstant, by clock: () -> MonotonicInstant) {
        if let moment, moment <= due { return }
        let now = clock()
        // None at all would unset it (timerfd_settime(2)).
        let wait = due > now ? due.nanoseconds - now.nanoseconds : 1
        let result = vault_set_timer(descriptor.raw, Int64(clamping: wait))
        precondition(result == 0, "a timer refused a time")
        moment = due
    }

    /// It rang; until it is set again it does not.
    mutating func rang() { moment = nil }
}
