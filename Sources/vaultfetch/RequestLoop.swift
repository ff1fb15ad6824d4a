import Glibc
import VaultFetchWire

/// Reads one request after the other until the asking side is gone or says something that is no request.
struct RequestLoop {
    let descriptor: Int32
    let fetcher: Fetcher

    private static let pieceBytes = 1 << 16

    /// A frame that does not parse means that the two programs do not belong together: it stops and answers nothing.
    func run() {
        var assembler = FrameAssembler()
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: RequestLoop.pieceBytes, alignment: 8)
        defer { piece.deallocate() }
        while let count = Descriptor.read(descriptor, into: piece) {
            assembler.append(UnsafeRawBufferPointer(rebasing: piece[..<count]))
            if let base = piece.baseAddress { explicit_bzero(base, count) }
            guard startAll(from: &assembler) else { return }
        }
    }

    private func startAll(from assembler: inout FrameAssembler) -> Bool {
        do throws(FetchFrameError) {
            while let payload = try assembler.next() { fetcher.start(try FetchRequest(payload: payload)) }
            return true
        } catch {
            return false
        }
    }
}
