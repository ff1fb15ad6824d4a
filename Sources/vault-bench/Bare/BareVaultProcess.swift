import VaultSocket

/// `BareVault` as a process of its own, on the processor that the daemon would have.
final class BareVaultProcess: MeasuredServer {
    let socket: String
    private let folder: WorkFolder
    private let process: ChildProcess

    var id: Int32 { process.id }

    init(_ context: BenchContext, tokens: Int) throws {
        folder = try WorkFolder(in: context.folder)
        socket = try folder.makeFolder("run") + "/bare.sock"
        process = try ChildProcess(
            "/proc/self/exe",
            [ChildMode.bare.rawValue, socket, String(tokens), String(context.rules), Programs.own],
            processor: context.processors.server)
        guard process.readLine() == "ready" else { throw LoadFailure("the bare vault did not start") }
    }
}
