import Glibc
import VaultFetchWire

/// Reads one request after the other until the asking side is gone or says something that is no request.
struct RequestLoop {
    let descriptor: Int32
    let fetcher: Fetcher

    func run() {
        while var payload = nextPayload() {
            defer { wipe(&payload) }
            // A frame that does not parse means that the two programs do not belong together: stop, answer nothing.
            guard let request = try? FetchRequest(payload: payload) else { return }
            fetcher.start(request)
        }
    }

    private func nextPayload() -> [UInt8]? {
        guard let prefix = Descriptor.read(descriptor, exactly: FetchFrame.prefixBytes),
            let count = try? FetchFrame.payloadLength(prefix: prefix)
        else { return nil }
        return Descriptor.read(descriptor, exactly: count)
    }

    private func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            explicit_bzero(base, buffer.count)
        }
    }
}
