import Glibc
import Synchronization
import VaultFetchWire

/// Writes whole frames, one at a time, from any thread; ends the program when nobody reads them any more.
final class ReportPipe: Sendable {
    private let descriptor: Mutex<Int32>

    init(descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    func write(_ report: FetchReport) {
        guard let frame = try? report.frame() else { return }
        let isWritten = descriptor.withLock { descriptor in frame.withBytes { Descriptor.write(descriptor, $0) } }
        if !isWritten { _exit(0) }
    }
}
