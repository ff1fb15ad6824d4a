import Glibc
import VaultFetchWire
import VaultSocket

/// `vaultfetch` asked by the bench instead of the daemon, one request at a time: what a provider costs before there is a vault.
final class FetchCaller {
    private let socket: FileDescriptor
    private let process: ChildProcess
    private var assembler = FrameAssembler()
    private var number: UInt64 = 0

    init(_ context: BenchContext) throws {
        var pair = try UnixSocket.pair(nonBlocking: false)
        socket = pair.takeFirst()
        let theirs = pair.takeSecond()
        // As the daemon starts it.
        process = try ChildProcess(
            Programs.path("vaultfetch"), [], processor: context.processors.server,
            environment: [
                "SWIFT_BACKTRACE=enable=no",
                "GLIBC_TUNABLES=glibc.malloc.perturb=165:glibc.malloc.tcache_count=0", "LD_BIND_NOW=1",
            ], inheritsEnvironment: false, input: theirs.raw)
        guard case .ready = try report() else { throw LoadFailure("vaultfetch did not start") }
    }

    var id: Int32 { process.id }

    /// Sends a form and waits for what the server answers.
    func post(_ url: String, form: String) throws -> [UInt8] {
        number += 1
        let request = FetchRequest(
            id: number, method: .post, url: url,
            headers: [
                FetchHeader("Content-Type", "application/x-www-form-urlencoded"),
                FetchHeader("Accept", "application/json"),
            ], body: WipedBytes(copying: Array(form.utf8)), deadlineMilliseconds: 10_000, responseCap: 65_536)
        let frame = try request.frame()
        try frame.withBytes { bytes in
            guard case .moved(bytes.count) = socket.send(bytes) else { throw LoadFailure("vaultfetch is gone") }
        }
        guard case .answer(let answer) = try report(), case .response(let reply) = answer.outcome, reply.status == 200
        else { throw LoadFailure("vaultfetch got no token") }
        return reply.body.withBytes { Array($0) }
    }

    private func report() throws -> FetchReport {
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 14, alignment: 8)
        defer { space.deallocate() }
        while true {
            if let payload = try assembler.next() { return try FetchReport(payload: payload) }
            guard case .moved(let count) = socket.receive(into: space) else { throw LoadFailure("vaultfetch is gone") }
            assembler.append(UnsafeRawBufferPointer(rebasing: space[..<count]))
        }
    }
}
