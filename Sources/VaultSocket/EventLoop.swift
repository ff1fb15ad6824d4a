import CLinux
import Glibc
import Synchronization

/// One thread that waits for its descriptors, its timers and its Swift tasks, and owns everything registered with it for life.
///
/// All state but the inbox belongs to the loop's thread; `expectOnLoop` guards it. A tick runs in this order: ready
/// descriptors, first those that were registered so, due timers, tasks and closures, `beforeFlush` of every observer, `flush` of every observer.
package final class EventLoop: TaskExecutor, @unchecked Sendable {
    /// Handed to the kernel for the wake-up descriptor; no registration has it.
    static let wakeWord = UInt64.max
    /// The same for the alarm.
    static let alarmWord = UInt64.max - 1
    static let batch = 256

    let name: String
    let clock: @Sendable () -> MonotonicInstant
    let epoll: FileDescriptor
    let wake: FileDescriptor
    let events: UnsafeMutableBufferPointer<epoll_event>

    /// The thread that runs the loop, or one of `LoopOwner`'s marks.
    let owner = Atomic<UInt>(LoopOwner.nobody)
    let inbox = Mutex(LoopInbox())

    // Unchecked: every access to these ends before foreign code runs, so none can overlap another on this one thread; the
    // run-time check would cost a tick with one request a tenth of its instructions.
    @exclusivity(unchecked) var table = RegistrationTable()
    @exclusivity(unchecked) var timers = TimerQueue()
    @exclusivity(unchecked) var alarm: LoopAlarm
    @exclusivity(unchecked) var observers: [any TickObserver] = []
    /// Jobs that the loop's own thread enqueued.
    @exclusivity(unchecked) var local: [UnownedJob] = []
    @exclusivity(unchecked) var inboxIsReady = false
    /// When the current tick began to work, read from the clock once per tick.
    @exclusivity(unchecked) package internal(set) var now: MonotonicInstant
    /// Somebody wants to know how long this tick takes.
    @exclusivity(unchecked) var measures = false
    /// How long the tick took that `measureTick` was called in, until the loop waits again; unread once.
    @exclusivity(unchecked) var measured: UInt64?
    var spare: [UnownedJob] = []
    var stopRequested = false

    /// - Parameter clock: what timers are measured by; a test drives its own.
    package init(
        name: String = "loop", clock: @escaping @Sendable () -> MonotonicInstant = { .now }
    ) throws(SocketError) {
        self.name = name
        self.clock = clock
        now = clock()
        let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .last("create an epoll instance") }
        let epollOwner = FileDescriptor(owning: epoll)
        let wake = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wake >= 0 else { throw .last("create a wake-up descriptor") }
        let wakeOwner = FileDescriptor(owning: wake)
        var event = epoll_event(events: Readiness.readable.rawValue, data: epoll_data_t(u64: Self.wakeWord))
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, wake, &event) == 0 else { throw .last("watch the wake-up descriptor") }
        let alarm = try LoopAlarm()
        // Edge-triggered: a ring is never read, it ends with the next time that is set.
        event = epoll_event(
            events: Readiness.readable.rawValue | UInt32(EPOLLET.rawValue), data: epoll_data_t(u64: Self.alarmWord))
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, alarm.descriptor.raw, &event) == 0 else { throw .last("watch the alarm") }
        self.alarm = alarm
        self.epoll = epollOwner
        self.wake = wakeOwner
        events = .allocate(capacity: Self.batch)
    }

    deinit {
        events.deallocate()
    }

    /// Whether the caller may touch the loop's state: on its thread, or, before it runs, the one thread that sets it up.
    /// Never again once the loop has ended.
    package var isCurrent: Bool {
        let thread = owner.load(ordering: .relaxed)
        return thread == UInt(pthread_self()) || thread == LoopOwner.nobody
    }

    @inline(__always)
    package func expectOnLoop() {
        precondition(isCurrent, "loop state was touched from another thread")
    }

    /// Has the time of this tick kept for `takeMeasured`, from when it began until the loop waits again. The clock is read for it only
    /// where no timer waits.
    @inline(__always)
    package func measureTick() { measures = true }

    /// Nanoseconds that the last measured tick took; nil where its end is not known yet, or was told.
    @inline(__always)
    package func takeMeasured() -> UInt64? {
        defer { measured = nil }
        return measured
    }

    /// Adds work to the end of each tick; observers are asked in the order they were added.
    package func add(_ observer: any TickObserver) {
        expectOnLoop()
        observers.append(observer)
    }
}
