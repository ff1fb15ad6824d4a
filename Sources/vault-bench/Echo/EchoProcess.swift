/// The echo server as a process of its own, as the daemon is one.
final class EchoProcess {
    let socket: String
    private let folder: WorkFolder
    private let process: ChildProcess

    var id: Int32 { process.id }

    init(_ context: BenchContext, requestBytes: Int, replyBytes: Int) throws {
        folder = try WorkFolder(in: context.folder)
        socket = folder.file("echo.sock")
        process = try ChildProcess(
            "/proc/self/exe", [ChildMode.echo.rawValue, socket, String(requestBytes), String(replyBytes)],
            processor: context.processors.server)
        guard process.readLine() == "ready" else { throw LoadFailure("the echo server did not start") }
    }
}
