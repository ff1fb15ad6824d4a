import VaultSocket

/// One connection of the scripted daemon; belongs to its loop.
final class ScriptedConnection: EventHandler, @unchecked Sendable {
    private let loop: EventLoop
    private let descriptor: FileDescriptor
    private let script: (ScriptedConnection, ScriptedCall) -> Void
    private var registration: Registration?
    private var input: [UInt8] = []
    private var output: [UInt8] = []
    /// What came over this connection and was kept by the script.
    var kept: [ScriptedCall] = []

    init(
        _ descriptor: consuming FileDescriptor, on loop: EventLoop,
        script: @escaping (ScriptedConnection, ScriptedCall) -> Void
    ) {
        self.descriptor = descriptor
        self.loop = loop
        self.script = script
    }

    func start() { registration = try? loop.register(descriptor, for: .readable, handler: self) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        output += bytes
        flush()
    }

    func reply(to call: ScriptedCall, _ result: String) {
        send(#"{"jsonrpc":"2.0","id":\#(call.id),"result":\#(result)}"# + "\n")
    }

    /// Runs when everything that has come by now was given to the script.
    func later(_ action: @escaping @Sendable () -> Void) { loop.run(action) }

    /// Ends the connection at once; what the client sent and nobody read is lost.
    func close() {
        guard let registration else { return }
        self.registration = nil
        loop.deregister(registration)
        descriptor.shutdownSending()
        var rest = [UInt8](repeating: 0, count: 65_536)
        rest.withUnsafeMutableBytes { _ = descriptor.receive(into: $0) }
    }

    func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) { flush() }
        var space = [UInt8](repeating: 0, count: 65_536)
        while registration != nil {
            switch space.withUnsafeMutableBytes({ descriptor.receive(into: $0) }) {
            case .moved(let count): input += space[..<count]
            case .blocked: return deliver()
            case .closed, .failed: return close()
            }
        }
    }

    private func deliver() {
        while registration != nil, let end = input.firstIndex(of: 0x0A) {
            let line = Array(input[..<end])
            input.removeSubrange(...end)
            if let call = ScriptedCall(line) { script(self, call) }
        }
    }

    private func flush() {
        guard let registration else { return }
        while !output.isEmpty {
            guard case .moved(let count) = output.withUnsafeBytes({ descriptor.send($0) }) else { break }
            output.removeFirst(count)
        }
        loop.setInterest(output.isEmpty ? .readable : [.readable, .writable], at: registration)
    }
}
