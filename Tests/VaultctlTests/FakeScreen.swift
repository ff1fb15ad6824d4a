@testable import vaultctl

/// Keeps what was drawn, and lets happen what the test says; then somebody presses q.
final class FakeScreen: LiveScreen {
    let columns = 80
    let rows = 24
    private(set) var drawn: [[String]] = []
    private(set) var isClosed = false
    private var events: ArraySlice<ScreenEvent>

    init(_ events: [ScreenEvent]) { self.events = events[...] }

    func draw(_ lines: [String]) { drawn.append(lines) }
    func wait(milliseconds: Int64) -> ScreenEvent { events.popFirst() ?? .quit }
    func close() { isClosed = true }
}
