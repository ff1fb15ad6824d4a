import Foundation
import Testing
import VaultCore
import VaultSocket

@testable import VaultServer

@Suite struct DigestCacheTests {
    private let digest = ContentDigest(bytes: Array(repeating: 1, count: 32))

    @Test func `a file that was changed just now is hashed again`() throws {
        var cache = DigestCache()
        let mark = try #require(FileMark(path: "/proc/self/exe"))
        cache.keep(digest, of: mark, at: mark.changedNanoseconds + DigestCache.settleNanoseconds - 1)
        #expect(cache[mark] == nil)
        cache.keep(digest, of: mark, at: mark.changedNanoseconds + DigestCache.settleNanoseconds)
        #expect(cache[mark] == digest)
    }

    @Test func `no more is kept than there is room for`() throws {
        var cache = DigestCache()
        let folder = TemporaryDirectory()
        var marks: [FileMark] = []
        for number in 0...DigestCache.capacity {
            let file = folder.file("\(number)")
            _ = FileManager.default.createFile(atPath: file, contents: nil)
            let mark = try #require(FileMark(path: file))
            marks.append(mark)
            cache.keep(digest, of: mark, at: .max)
        }
        #expect(cache[marks[0]] == nil)
        #expect(marks.dropFirst().allSatisfy { cache[$0] == digest })
    }
}
