/// Waits for so many milliseconds, or less when the task is cancelled; tests put a hand-driven one in its place.
package typealias Pause = @Sendable (_ milliseconds: Int64) async -> Void

/// Waits by the system's clock. Being cancelled is one way of being done with waiting.
package let systemPause: Pause = { milliseconds in
    try? await Task.sleep(for: .milliseconds(milliseconds))
}
