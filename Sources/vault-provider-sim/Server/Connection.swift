import VaultSocket

/// One client connection, served by one thread until either side closes it.
///
/// A thread may block as long as a fault wants; that is why the simulator has threads and no event loop.
struct Connection: ~Copyable {
    private let socket: FileDescriptor
    private let shared: SharedSimulator
    private var parser = HTTPRequestParser()

    init(_ socket: consuming FileDescriptor, _ shared: SharedSimulator) {
        self.socket = socket
        self.shared = shared
    }

    mutating func serve() {
        while true {
            switch parser.next() {
            case .needsMore:
                guard read() else { return }
            case .refused(let status, let reason):
                _ = deliver(Delivery(.failure(status, "invalid_request", reason), keepsAlive: false))
                return
            case .request(let request):
                guard answer(request) else { return }
            }
        }
    }

    private mutating func read() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 16) { space in
            guard case .moved(let count) = socket.receive(into: space) else { return false }
            parser.feed(space.prefix(count))
            return true
        }
    }

    /// Whether the connection goes on.
    private func answer(_ request: HTTPRequest) -> Bool {
        if let endpoint = Endpoint(path: request.path) { return answer(Call(endpoint, request)) }
        let response: HTTPResponse
        if request.path.hasPrefix("/sim/") {
            response = control(request)
        } else {
            response = .failure(404, "invalid_request", "this path is not served here, see Docs/simulator.md")
        }
        return deliver(Delivery(response, keepsAlive: request.keepsAlive))
    }

    private func control(_ request: HTTPRequest) -> HTTPResponse {
        if request.path == "/sim/log", let query = try? LogQuery(request) { shared.waitForLog(query) }
        return shared.withLock { $0.control(request, at: Clock.microseconds) }
    }

    private func answer(_ call: Call) -> Bool {
        let admission = shared.withLock { $0.admit(call, at: Clock.microseconds) }
        let fault = admission.rule?.fault
        if let pause = admission.rule?.latencyMilliseconds, pause > 0 { Clock.pause(milliseconds: pause) }
        if fault == .hold(.before) { shared.waitForRelease(after: admission.releasesSeen) }
        let response = shared.withLock { simulator in
            let now = Clock.microseconds
            var response = simulator.process(call, admission, at: now)
            response.headers.append(.date(milliseconds: simulator.modelTime(now)))
            return response
        }
        if fault == .hold(.after) { shared.waitForRelease(after: admission.releasesSeen) }
        let delivery = Delivery(response, fault: fault, keepsAlive: call.request.keepsAlive)
        shared.withLock { $0.answered(admission, status: delivery.status, at: Clock.microseconds) }
        return deliver(delivery)
    }

    private func deliver(_ delivery: Delivery) -> Bool {
        for step in delivery.steps where !take(step) { return false }
        return delivery.keepsAlive
    }

    private func take(_ step: Delivery.Step) -> Bool {
        switch step {
        case .send(let bytes): return send(bytes)
        case .drip(let bytes, let pause):
            for byte in bytes {
                guard send([byte]) else { return false }
                Clock.pause(milliseconds: pause)
            }
            return true
        case .pad(let count): return pad(count)
        }
    }

    private func pad(_ count: Int?) -> Bool {
        let blanks = [UInt8](repeating: UInt8(ascii: " "), count: 64 * 1024)
        guard let count else {
            while send(blanks) {}
            return false
        }
        for _ in 0..<count / blanks.count {
            guard send(blanks) else { return false }
        }
        return send(Array(blanks.prefix(count % blanks.count)))
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { all in
            var sent = 0
            while sent < all.count {
                guard case .moved(let count) = socket.send(UnsafeRawBufferPointer(rebasing: all[sent...])) else {
                    return false
                }
                sent += count
            }
            return true
        }
    }
}
