/// Does work once per tick, after every reply of the tick has been formed.
package protocol TickObserver: AnyObject {
    /// First for all observers: what must be safe before any reply leaves (the audit write).
    func beforeFlush()
    /// Then for all observers: let the replies leave.
    func flush()
}
