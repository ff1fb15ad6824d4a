import Foundation

/// A directory for one test, 0700, gone with the last reference. In memory where the system has such a place: the tests
/// ask a `FaultDisk` what was synced and do not wait for a real one.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : NSTemporaryDirectory()
        var template = Array((place + "/vault-storage-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("no temporary directory: errno \(errno)") }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    /// Every file in it, as one heap of bytes.
    func allBytes() throws -> Data {
        var heap = Data()
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            heap.append(try Data(contentsOf: URL(fileURLWithPath: file(name))))
        }
        return heap
    }
}
