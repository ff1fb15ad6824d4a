import Foundation
import Testing
import VaultCore
import VaultSocket

@testable import VaultServer

/// Two looks at a number that may have come to mean another process between them. The hold on the process here is on this very one,
/// which lives: so it is the files that must tell.
@Suite struct `A sighting of a peer` {
    private let folder = TemporaryDirectory()

    private func peer() throws -> HeldPeer {
        var pair = try UnixSocket.pair(nonBlocking: false)
        let ours = pair.takeFirst()
        let theirs = pair.takeSecond()
        defer { _ = theirs.raw }
        let credentials = try PeerCredentials(of: ours)
        guard let process = PeerProcess(of: ours, credentials: credentials) else {
            throw SocketError.failed(action: "hold the peer", errno: errno)
        }
        return try HeldPeer(
            PeerIdentity(uid: credentials.uid, gid: credentials.gid, pid: credentials.pid), process)
    }

    private var files: ProcessFiles { ProcessFiles(folder: folder.path + "/") }

    private func write(startedAt ticks: Int) throws {
        let line = "42 (plugin) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 \(ticks) 20 21 22\n"
        try Data(line.utf8).write(to: URL(fileURLWithPath: folder.file("stat")))
    }

    private func run(_ program: String) throws {
        let link = folder.file("exe")
        unlink(link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: program)
    }

    private func program(_ name: String) throws -> String {
        try Data(name.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        return folder.file(name)
    }

    @Test func `is not true any more of a process that began at another time`() throws {
        let peer = try peer()
        try run(try program("right"))
        try write(startedAt: 1_000)
        let seen = try #require(Sighting(of: peer, in: files))
        #expect(seen.isStillTrue(of: peer))
        try write(startedAt: 1_001)
        #expect(!seen.isStillTrue(of: peer))
        try write(startedAt: 999)
        #expect(!seen.isStillTrue(of: peer))
    }

    @Test func `is not true any more of a process that runs another file`() throws {
        let peer = try peer()
        try run(try program("right"))
        try write(startedAt: 1_000)
        let seen = try #require(Sighting(of: peer, in: files))
        try run(try program("wrong"))
        #expect(!seen.isStillTrue(of: peer))
        try run(folder.file("right"))
        #expect(seen.isStillTrue(of: peer))
    }

    @Test func `is none where nothing can be read about the process`() throws {
        #expect(Sighting(of: try peer(), in: files) == nil)
    }
}
