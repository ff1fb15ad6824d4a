import CLinux
import Glibc

/// Signals as events on a loop, taken from a descriptor (signalfd(2)) instead of a handler that may interrupt anything.
package final class SignalSource: EventHandler {
    private let descriptor: FileDescriptor
    private let received: (Int32) -> Void

    /// Holds the signals back in this thread and in every thread made after it: the first act of `main`.
    package static func block(_ signals: [Int32]) {
        var set = signalSet(signals)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// - Parameters:
    ///   - signals: must have been blocked with `block` before the first thread was made.
    ///   - received: called on the loop with each signal number.
    package init(
        _ signals: [Int32], on loop: EventLoop, received: @escaping (Int32) -> Void
    ) throws(SocketError) {
        var set = Self.signalSet(signals)
        let raw = signalfd(-1, &set, Int32(SFD_CLOEXEC | SFD_NONBLOCK))
        guard raw >= 0 else { throw .last("create a signal descriptor") }
        descriptor = FileDescriptor(owning: raw)
        self.received = received
        _ = try loop.register(descriptor, for: .readable, handler: self)
    }

    package func ready(_ readiness: Readiness) {
        var information = signalfd_siginfo()
        while withUnsafeMutableBytes(of: &information, { descriptor.read(into: $0) })
            == .moved(MemoryLayout<signalfd_siginfo>.size)
        {
            received(Int32(bitPattern: information.ssi_signo))
        }
    }

    private static func signalSet(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}
