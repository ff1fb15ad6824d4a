import Synchronization
import VaultCore
import VaultJSON
package import VaultSocket

/// A client of one vaultd: connects by itself, keeps one connection, sends any number of calls at once over it and matches the
/// answers by id. Safe to use from any task.
///
/// Calls that only read, and those that ask for tokens, are sent again when the connection is lost; `putGrant` and `revokeGrant`
/// never are, they fail with `VaultClientError.connectionLost`.
public final class VaultClient: Sendable {
    private let loop: EventLoop
    private let engine: LoopBound<ClientEngine>
    private let lastID = Atomic<Int64>(0)
    let options: Options

    /// A client of the daemon that listens at `socketPath`. Nothing is connected before the first call.
    ///
    /// - Throws: `.invalidCall` when the path cannot be a socket's, `.unreachable` when the system has no thread or descriptor left.
    public convenience init(socketPath: String, options: Options = Options()) throws(VaultClientError) {
        let address: UnixAddress
        do throws(SocketError) {
            address = try UnixAddress(path: socketPath)
        } catch {
            throw .invalidCall(error.description)
        }
        try self.init(socketName: socketPath, options: options) { () throws(SocketError) in
            try UnixSocket.connect(to: address, nonBlocking: true)
        }
    }

    /// - Parameter clock: what deadlines and pauses are measured by; a test drives its own.
    package init(
        socketName: String, options: Options, clock: @escaping @Sendable () -> MonotonicInstant = { .now },
        connector: @escaping @Sendable () throws(SocketError) -> FileDescriptor
    ) throws(VaultClientError) {
        self.options = options
        do throws(SocketError) {
            loop = try EventLoop(name: "vault-client", clock: clock)
            let engine = ClientEngine(loop: loop, options: options, socketName: socketName, connector: connector)
            loop.add(engine)
            self.engine = LoopBound(engine, on: loop)
            _ = try loop.start()
        } catch {
            throw .unreachable(socket: socketName, problem: error.description)
        }
    }

    deinit { close() }

    /// Ends the connection; calls that have no answer yet fail with `VaultClientError.closed`, and so does every later one.
    public func close() {
        loop.run { [engine] in engine.value.close() }
        loop.stop()
    }

    /// Runs due timers, then `action`; a test that has moved the clock calls it.
    package func wake(_ action: @escaping @Sendable () -> Void = {}) { loop.run(action) }

    // MARK: calls

    /// Sends one call and waits for its result.
    func result(
        of method: String, isRepeatable: Bool, _ params: (inout JSONWriter) -> Void
    ) async throws(VaultClientError) -> JSONValue {
        let id = lastID.add(1, ordering: .relaxed).newValue
        let frame = Self.frame(id: id, method: method, params)
        let cancellation = CallCancellation()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                submit(id, method, isRepeatable, frame, cancellation) { continuation.resume(returning: $0) }
            }
        } onCancel: {
            cancellation.cancel()
            loop.run { [engine] in engine.value.cancel(id) }
        }
        return try result.get()
    }

    private func submit(
        _ id: Int64, _ method: String, _ isRepeatable: Bool, _ frame: Secret, _ cancellation: CallCancellation,
        _ finish: @escaping @Sendable (Result<JSONValue, VaultClientError>) -> Void
    ) {
        let patience = options.patience
        let delivered = loop.run { [engine, unowned loop] in
            // The word that it is cancelled may have come before the call itself.
            if cancellation.isCancelled { return finish(.failure(.cancelled)) }
            engine.value.submit(
                PendingCall(
                    id: id, method: method, isRepeatable: isRepeatable, frame: frame,
                    patienceEnds: loop.now.advanced(by: patience), finish: finish))
        }
        if !delivered { finish(.failure(.closed)) }
    }

    private static func frame(id: Int64, method: String, _ params: (inout JSONWriter) -> Void) -> Secret {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("jsonrpc", "2.0")
            writer.member("id", id)
            writer.member("method", method)
            writer.member("params", object: params)
        }
        writer.newline()
        defer { writer.wipe() }
        return writer.bytes.withUnsafeBytes { Secret(copying: $0) }
    }
}

/// Whether a call's task was cancelled, also before the loop has heard of the call.
final class CallCancellation: Sendable {
    private let flag = Atomic<Bool>(false)

    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    func cancel() { flag.store(true, ordering: .releasing) }
}
