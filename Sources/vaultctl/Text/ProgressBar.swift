/// One line that shows how much of some work is done, to be written over by the next.
struct ProgressBar {
    private static let width = 30
    private let total: Int64

    init(total: Int64) { self.total = total }

    func line(done: Int64) -> String {
        let done = min(max(0, done), total)
        let filled = total == 0 ? Self.width : Int(done * Int64(Self.width) / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.width - filled)
        let percent = total == 0 ? 100 : done * 100 / total
        return "\r[\(bar)] \(percent) %, \(done) of \(total)"
    }
}
