/// Carries a value that belongs to a loop through code that runs elsewhere; it opens only on that loop's thread.
package struct LoopBound<Value>: @unchecked Sendable {
    private let loop: EventLoop
    private let stored: Value

    package init(_ value: Value, on loop: EventLoop) {
        loop.expectOnLoop()
        self.loop = loop
        stored = value
    }

    package var value: Value {
        loop.expectOnLoop()
        return stored
    }

    /// nil for a task that outlived the loop.
    package var valueIfCurrent: Value? {
        loop.isCurrent ? stored : nil
    }
}
