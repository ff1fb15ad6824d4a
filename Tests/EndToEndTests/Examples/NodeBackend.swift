import Foundation
import Synchronization
import TestHarness

/// `Docs/examples/node-backend` as a child process; it ends with the test process, for its standard input does.
final class NodeBackend: Sendable {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Docs/examples/node-backend")

    let port: UInt16
    private let child: SpawnedChild
    private let said = Mutex<[UInt8]>([])

    /// What it wrote to its log.
    var log: String { said.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Starts it and returns when it listens.
    ///
    /// Node must be there: `Tests/idp/setup.sh` sees to that.
    init(settings: String) async throws {
        let untilInputEnds = "data:text/javascript,process.stdin.resume().on('end',()=>process.exit())"
        let server = Self.folder.appendingPathComponent("server.mjs").path
        let child = try SpawnedChild(
            ["/usr/bin/env", "node", "--import", untilInputEnds, server, settings],
            environment: ["PATH=/usr/local/bin:/usr/bin:/bin"])
        self.child = child
        let line = try await onOwnThread { String(decoding: Self.line(of: child), as: UTF8.self) }
        port = line.split(separator: " ").dropFirst(2).first?.split(separator: ":").last.flatMap { UInt16($0) } ?? 0
        guard port > 0 else {
            var errors: [UInt8] = []
            SpawnedChild.drain(child.errors) { errors += $0 }
            throw TestVault.Failed(what: "node server.mjs did not start: \(String(decoding: errors, as: UTF8.self))")
        }
        Thread.detachNewThread { [weak self, errors = child.errors] in
            SpawnedChild.drain(errors) { bytes in self?.said.withLock { $0 += bytes } }
        }
    }

    deinit {
        child.closeInput()
        _ = SpawnedChild.wait(for: child.processID)
    }

    private static func line(of child: SpawnedChild) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.last != UInt8(ascii: "\n") {
            let more = child.readSome()
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }
}
