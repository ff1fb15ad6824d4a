import Foundation
import Glibc
import Testing
import VaultCore
import VaultSocket
import VaultTestSupport

@testable import VaultServer

/// The digest of a file is that of one content, and does not take longer than it may.
@Suite struct `The digest of an executable` {
    /// Does something before each part that it reads.
    private struct Interrupted: ContentHasher {
        let before: @Sendable (_ part: Int) -> Void

        func digest(readingBy next: (UnsafeMutableRawBufferPointer) -> Int?) -> ContentDigest? {
            var part = 0
            return FakeHasher().digest { space in
                before(part)
                part += 1
                return next(UnsafeMutableRawBufferPointer(rebasing: space[..<min(4_096, space.count)]))
            }
        }
    }

    private let folder = TemporaryDirectory()
    private var path: String { folder.file("program") }

    private func make(bytes: Int) throws {
        try Data(repeating: 7, count: bytes).write(to: URL(fileURLWithPath: path))
    }

    private func digest(_ digest: ExecutableDigest) throws -> ContentDigest? {
        let mark = try #require(FileMark(path: path))
        return digest.digest(of: FileDescriptor(owning: open(path, O_RDONLY | O_CLOEXEC)), marked: mark)
    }

    @Test func `is there for a file that stays as it is`() throws {
        try make(bytes: 20_000)
        #expect(try digest(ExecutableDigest(hasher: FakeHasher())) != nil)
        #expect(try digest(ExecutableDigest(hasher: Interrupted { _ in })) != nil)
    }

    @Test func `is none for a file that is larger than the cap, and nothing of it is read`() throws {
        try make(bytes: 0)
        let hasher = Interrupted { part in if part == 0 { Issue.record("it was read") } }
        let usual = ExecutableDigest(hasher: hasher)
        #expect(usual.maximumBytes == 512 * 1024 * 1024)
        // A hole: it takes no room on the disk.
        #expect(truncate(path, 512 * 1024 * 1024 + 1) == 0)
        #expect(try digest(usual) == nil)
        try make(bytes: 101)
        #expect(try digest(ExecutableDigest(hasher: hasher, maximumBytes: 100)) == nil)
        #expect(try digest(ExecutableDigest(hasher: FakeHasher(), maximumBytes: 101)) != nil)
    }

    @Test func `is none where reading takes longer than it may`() throws {
        try make(bytes: 20_000)
        #expect(ExecutableDigest(hasher: FakeHasher()).limit == .seconds(10))
        let limit = Duration.milliseconds(20)
        let slow = Interrupted { part in
            guard part == 2 else { return }
            let start = ContinuousClock.now
            while ContinuousClock.now - start <= limit {}
        }
        #expect(try digest(ExecutableDigest(hasher: slow, limit: limit)) == nil)
        #expect(try digest(ExecutableDigest(hasher: slow, limit: .seconds(60))) != nil)
    }

    @Test(arguments: ["written over", "grown", "cut", "replaced in its place and written back"])
    func `is none for a file that changes while it is hashed`(way: String) throws {
        try make(bytes: 20_000)
        let path = path
        let mark = try #require(FileMark(path: path))
        let changing = Interrupted { part in
            guard part == 2 else { return }
            // Times of files are coarse: until the kernel's own tells the change.
            repeat { Self.change(path, way) } while FileMark(path: path) == mark
        }
        #expect(try digest(ExecutableDigest(hasher: changing)) == nil)
    }

    private static func change(_ path: String, _ way: String) {
        let file = open(path, O_RDWR | O_CLOEXEC)
        defer { close(file) }
        switch way {
        case "grown": _ = pwrite(file, "x", 1, 20_000)
        case "cut": ftruncate(file, 10_000)
        case "written over": _ = pwrite(file, "x", 1, 5)
        default:
            // What was there before, and its time of change set back.
            _ = pwrite(file, "x", 1, 5)
            _ = pwrite(file, [7] as [UInt8], 1, 5)
            var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
            futimens(file, &times)
        }
    }
}
