import CLinux
import Glibc

extension FileDescriptor {
    /// Reads what is there from any kind of descriptor.
    package func read(into space: UnsafeMutableRawBufferPointer) -> TransferOutcome {
        TransferOutcome.of { Glibc.read(raw, space.baseAddress, space.count) }
    }

    /// Writes what fits to any kind of descriptor; a closed pipe raises SIGPIPE unless that is blocked.
    package func write(_ bytes: UnsafeRawBufferPointer) -> TransferOutcome {
        TransferOutcome.of { Glibc.write(raw, bytes.baseAddress, bytes.count) }
    }

    /// Receives what is there from a socket.
    @inline(__always)
    package func receive(into space: UnsafeMutableRawBufferPointer) -> TransferOutcome {
        TransferOutcome.of { vault_receive(raw, space.baseAddress, space.count) }
    }

    /// Sends what fits to a socket; never raises SIGPIPE.
    @inline(__always)
    package func send(_ bytes: UnsafeRawBufferPointer) -> TransferOutcome {
        TransferOutcome.of { vault_send(raw, bytes.baseAddress, bytes.count) }
    }

    /// Tells the other side that nothing more will be sent, and keeps reading.
    package func shutdownSending() {
        _ = shutdown(raw, Int32(SHUT_WR))
    }
}

extension TransferOutcome {
    /// Repeats an interrupted call and sorts its result.
    @inline(__always)
    static func of(_ call: () -> Int) -> TransferOutcome {
        while true {
            let moved = call()
            if moved > 0 { return .moved(moved) }
            if moved == 0 { return .closed }
            let code = errno
            if code != EINTR { return sorted(code) }
        }
    }

    private static func sorted(_ code: Int32) -> TransferOutcome {
        switch code {
        case EAGAIN: .blocked
        case EPIPE, ECONNRESET: .closed
        default: .failed(code)
        }
    }
}
