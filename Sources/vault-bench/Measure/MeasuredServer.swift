/// What the load client is sent to: a process that listens on a Unix socket.
protocol MeasuredServer: AnyObject {
    var id: Int32 { get }
    var socket: String { get }

    /// Called before each run.
    func prepareRun() throws
}

extension MeasuredServer {
    func prepareRun() throws {}
}
