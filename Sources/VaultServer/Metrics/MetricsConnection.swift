import Glibc
import VaultSocket

/// One caller of the metrics endpoint: its request is read, answered and the connection closed, all within a few seconds.
final class MetricsConnection: EventHandler {
    private let descriptor: FileDescriptor
    private unowned let endpoint: MetricsEndpoint
    private(set) var registration: Registration?
    private var request = MetricsRequest()
    /// What is still to be sent; nil until the answer is known.
    private var answer: ArraySlice<UInt8>?
    /// The answer has been sent: what still comes is read away, so that closing does not reset what the peer has not read.
    private var isLingering = false
    private var timer: TimerID?

    init(_ descriptor: consuming FileDescriptor, _ endpoint: MetricsEndpoint) throws(SocketError) {
        self.descriptor = descriptor
        self.endpoint = endpoint
        registration = try endpoint.loop.register(self.descriptor, for: .readable, handler: self)
        timer = endpoint.loop.schedule(after: MetricsEndpoint.patience) { [weak self] in self?.close() }
    }

    func ready(_ readiness: Readiness) {
        if isLingering { return readAway() }
        if answer != nil, readiness.contains(.writable) { return send() }
        if readiness.contains(.readable) { return read() }
        if !readiness.isDisjoint(with: [.hangup, .failed]) { close() }
    }

    /// Sends the whole answer and closes.
    func answer(with bytes: [UInt8]) {
        guard answer == nil else { return }
        answer = bytes[...]
        send()
    }

    func close() {
        guard let registration else { return }
        endpoint.loop.deregister(registration)
        self.registration = nil
        if let timer { endpoint.loop.cancel(timer) }
        _ = shutdown(descriptor.raw, Int32(SHUT_RDWR))
        endpoint.forget(self)
    }

    private func read() {
        var space = [UInt8](repeating: 0, count: MetricsRequest.mostBytes)
        let outcome = space.withUnsafeMutableBytes { descriptor.receive(into: $0) }
        switch outcome {
        case .moved(let count):
            let verdict = space.withUnsafeBytes {
                request.take(UnsafeRawBufferPointer(rebasing: $0[..<count]), checksHost: endpoint.checksHost)
            }
            act(on: verdict)
        case .blocked: break
        case .closed, .failed: close()
        }
    }

    private func act(on verdict: MetricsRequest.Verdict) {
        guard let registration else { return }
        switch verdict {
        case .incomplete: return
        case .refused(let refusal): answer(with: MetricsResponse.refusal(refusal))
        case .metrics:
            // Nothing more is read until the answer is there.
            endpoint.loop.setInterest([], at: registration)
            endpoint.collect(for: registration)
        }
    }

    private func send() {
        guard let registration, let rest = answer else { return }
        let outcome = rest.withUnsafeBytes { descriptor.send($0) }
        switch outcome {
        case .moved(let count):
            let left = rest.dropFirst(count)
            answer = left
            if left.isEmpty {
                descriptor.shutdownSending()
                isLingering = true
            }
            endpoint.loop.setInterest(left.isEmpty ? .readable : .writable, at: registration)
        case .blocked: endpoint.loop.setInterest(.writable, at: registration)
        case .closed, .failed: close()
        }
    }

    private func readAway() {
        var space = [UInt8](repeating: 0, count: MetricsRequest.mostBytes)
        switch space.withUnsafeMutableBytes({ descriptor.receive(into: $0) }) {
        case .moved, .blocked: break
        case .closed, .failed: close()
        }
    }
}
