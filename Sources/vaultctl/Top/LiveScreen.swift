/// A terminal that is drawn upon as a whole; the real one is before a person, the one in tests keeps what was drawn.
protocol LiveScreen {
    var columns: Int { get }
    var rows: Int { get }
    func draw(_ lines: [String])
    /// Waits for something to happen, at most so long.
    func wait(milliseconds: Int64) -> ScreenEvent
    /// Leaves the terminal as it was found.
    func close()
}

enum ScreenEvent: Equatable {
    /// A key, or a signal that ends the program.
    case quit
    case resized
    case elapsed
}
