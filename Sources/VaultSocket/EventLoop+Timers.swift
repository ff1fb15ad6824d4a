extension EventLoop {
    /// Runs `action` once, on the loop, at the first tick after `delay` has passed.
    @discardableResult
    package func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID {
        expectOnLoop()
        return timers.add(due: clock().advanced(by: delay), action)
    }

    /// false if the timer has run or was cancelled before.
    @discardableResult
    package func cancel(_ timer: TimerID) -> Bool {
        expectOnLoop()
        return timers.cancel(timer)
    }
}
