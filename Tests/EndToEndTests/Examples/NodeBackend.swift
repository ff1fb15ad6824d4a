import Foundation
import Synchronization
import TestHarness

/// A server of `Docs/examples` as a child process; it ends with the test process, for its standard input does.
final class NodeBackend: Sendable {
    let port: UInt16
    private let child: SpawnedChild
    private let said = Mutex<[UInt8]>([])

    /// What it wrote to its log.
    var log: String { said.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Starts it and returns when it listens.
    ///
    /// Node must be there: `Tests/idp/setup.sh` sees to that.
    ///
    /// - Parameter user: whom the kernel shall see; nil: who runs the test.
    init(_ server: String, settings: String, asUser user: Int32? = nil) async throws {
        let untilInputEnds = "data:text/javascript,process.stdin.resume().on('end',()=>process.exit())"
        let become = user.map { ["/usr/bin/setpriv", "--reuid=\($0)", "--regid=\($0)", "--clear-groups"] } ?? []
        let child = try SpawnedChild(
            become + ["/usr/bin/env", "node", "--import", untilInputEnds, server, settings],
            environment: ["PATH=/usr/local/bin:/usr/bin:/bin"])
        self.child = child
        let line = String(decoding: try await child.firstLine(), as: UTF8.self)
        port = line.split(separator: " ").dropFirst(2).first?.split(separator: ":").last.flatMap { UInt16($0) } ?? 0
        guard port > 0 else {
            var errors: [UInt8] = []
            SpawnedChild.drain(child.errors) { errors += $0 }
            throw TestVault.Failed(what: "node \(server) did not start: \(String(decoding: errors, as: UTF8.self))")
        }
        Thread.detachNewThread { [weak self, errors = child.errors] in
            SpawnedChild.drain(errors) { bytes in self?.said.withLock { $0 += bytes } }
        }
    }

    deinit {
        child.closeInput()
        _ = SpawnedChild.wait(for: child.processID)
    }
}
