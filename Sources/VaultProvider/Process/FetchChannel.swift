import Glibc
import VaultFetchWire

/// Our end of the socket: whole frames in and out of a stream that never blocks.
struct FetchChannel: ~Copyable {
    /// What a step came to.
    enum Progress {
        case goOn
        /// The other side is gone, or what it says makes no sense.
        case broken
    }

    private static let pieceBytes = 1 << 16

    let socket: Int32
    private var assembler = FrameAssembler()
    private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: FetchChannel.pieceBytes, alignment: 8)
    private var frame: (id: UInt64, bytes: WipedBytes, done: Int)?

    init(socket: Int32) { self.socket = socket }

    deinit {
        piece.deallocate()
        close(socket)
    }

    /// A frame of which a part is still here, so that the other side cannot have acted on it.
    var partlyWritten: UInt64? { frame?.id }

    /// Whether the socket's room for writing matters now.
    var wantsToWrite: Bool { frame != nil }

    mutating func begin(_ id: UInt64, _ bytes: WipedBytes) { frame = (id, bytes, 0) }

    /// Writes what the socket takes.
    mutating func write() -> Progress {
        while let current = frame {
            let put = current.bytes.withBytes { bytes in
                send(socket, bytes.baseAddress! + current.done, bytes.count - current.done, Int32(MSG_NOSIGNAL))
            }
            if put < 0 { return errno == EAGAIN || errno == EINTR ? .goOn : .broken }
            let done = current.done + put
            frame = done == current.bytes.count ? nil : (current.id, current.bytes, done)
        }
        return .goOn
    }

    /// Takes what has come; `receive` gets each report and says whether it makes sense.
    mutating func read(_ receive: (FetchReport) -> Bool) -> Progress {
        while true {
            let got = Glibc.read(socket, piece.baseAddress, piece.count)
            if got < 0 { return errno == EAGAIN || errno == EINTR ? .goOn : .broken }
            guard got > 0, let base = piece.baseAddress else { return .broken }
            assembler.append(UnsafeRawBufferPointer(start: base, count: got))
            explicit_bzero(base, got)
            guard deliver(receive) else { return .broken }
        }
    }

    private mutating func deliver(_ receive: (FetchReport) -> Bool) -> Bool {
        do throws(FetchFrameError) {
            while let payload = try assembler.next() {
                guard receive(try FetchReport(payload: payload)) else { return false }
            }
            return true
        } catch {
            return false
        }
    }
}
