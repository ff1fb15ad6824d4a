import Glibc
import VaultCore
import VaultSocket

/// One open connection: collects what is to be sent, hands whole lines to its owner, tells it once when it is over.
///
/// Belongs to the loop.
final class ClientConnection: EventHandler {
    /// Why a connection is over.
    enum End {
        case closedByPeer
        case replyTooLong
    }

    private static let chunk = 64 * 1024

    private unowned let loop: EventLoop
    private let descriptor: FileDescriptor
    private var registration: Registration?
    private var output = OutputBuffer()
    private var input = OutputBuffer()
    /// Bytes at the start of `input` that hold no newline.
    private var searched = 0
    private let maximumLine: Int
    private var waitsForRoom = false
    private let received: (UnsafeRawBufferPointer) -> Void
    private let ended: (End) -> Void

    /// Bytes ever queued, and those of them that the kernel took.
    private(set) var queued = 0
    private(set) var sent = 0

    init(
        _ descriptor: consuming FileDescriptor, on loop: EventLoop, maximumLine: Int,
        received: @escaping (UnsafeRawBufferPointer) -> Void, ended: @escaping (End) -> Void
    ) throws(SocketError) {
        self.loop = loop
        self.descriptor = descriptor
        self.maximumLine = maximumLine
        self.received = received
        self.ended = ended
        registration = try loop.register(self.descriptor, for: .readable, handler: self)
    }

    func queue(_ frame: Secret) {
        frame.withBytes { output.append($0) }
        queued += frame.count
    }

    /// Sends what fits.
    func flush() {
        guard registration != nil else { return }
        while !output.isEmpty {
            switch descriptor.send(output.bytes) {
            case .moved(let count):
                sent += count
                output.removeFirst(count)
            case .blocked: return wait(forRoom: true)
            case .closed, .failed:
                // What the vault said before it closed is still to be read.
                output.wipe()
                return wait(forRoom: false)
            }
        }
        output.wipe()
        wait(forRoom: false)
    }

    func close() {
        guard let registration else { return }
        self.registration = nil
        loop.deregister(registration)
        descriptor.shutdownSending()
        input.wipe()
        output.wipe()
    }

    func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) { flush() }
        guard !readiness.isDisjoint(with: [.readable, .hangup, .failed]) else { return }
        while registration != nil {
            let outcome = receive()
            switch outcome {
            case .moved: deliverLines()
            case .blocked: return
            case .closed, .failed: return end(.closedByPeer)
            }
        }
    }

    private func receive() -> TransferOutcome {
        var outcome = TransferOutcome.blocked
        input.append(space: Self.chunk) { space in
            outcome = descriptor.receive(into: space)
            if case .moved(let count) = outcome { return count }
            return 0
        }
        return outcome
    }

    private func deliverLines() {
        var start = 0
        while registration != nil, let length = lineLength(from: start) {
            received(UnsafeRawBufferPointer(rebasing: input.bytes[start..<start + length]))
            start += length + 1
            searched = start
        }
        guard registration != nil else { return }
        if start == input.count { input.wipe() } else { input.removeFirst(start) }
        searched = input.count
        if input.count > maximumLine { end(.replyTooLong) }
    }

    /// Bytes before the next newline, or nil where none has come yet.
    private func lineLength(from start: Int) -> Int? {
        let from = max(start, searched)
        guard let base = input.bytes.baseAddress, from < input.count,
            let found = memchr(base + from, 0x0A, input.count - from)
        else { return nil }
        return UnsafeRawPointer(found) - base - start
    }

    private func end(_ end: End) {
        guard registration != nil else { return }
        close()
        ended(end)
    }

    private func wait(forRoom wanted: Bool) {
        guard let registration, wanted != waitsForRoom else { return }
        waitsForRoom = wanted
        loop.setInterest(wanted ? [.readable, .writable] : .readable, at: registration)
    }
}
