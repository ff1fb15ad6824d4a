import Glibc
import Testing

@testable import VaultSocket

struct SocketDirectoryTests {
    let directory = TemporaryDirectory()

    @Test func `a private directory passes`() throws {
        #expect(try SocketDirectory(checking: directory.path).path == directory.path)
    }

    @Test(arguments: [0o720, 0o702, 0o777, 0o1777] as [UInt32])
    func `a directory that others can write is refused, sticky or not`(mode: UInt32) {
        chmod(directory.path, mode)
        #expect(throws: SocketError.unsafeDirectory(path: directory.path, .writableByOthers(mode: mode))) {
            try SocketDirectory(checking: directory.path)
        }
    }

    @Test func `a symbolic link is refused`() {
        symlink(directory.path, directory.file("link"))
        #expect(throws: SocketError.unsafeDirectory(path: directory.file("link"), .symbolicLink)) {
            try SocketDirectory(checking: directory.file("link"))
        }
    }

    @Test func `a missing directory is refused`() {
        #expect(throws: SocketError.unsafeDirectory(path: directory.file("none"), .missing)) {
            try SocketDirectory(checking: directory.file("none"))
        }
    }

    @Test func `a file is refused`() {
        close(open(directory.file("f"), O_CREAT | O_WRONLY, 0o600))
        #expect(throws: SocketError.unsafeDirectory(path: directory.file("f"), .notADirectory)) {
            try SocketDirectory(checking: directory.file("f"))
        }
    }

    @Test func `a directory below one that others can write is refused`() {
        mkdir(directory.file("open"), 0o700)
        mkdir(directory.file("open/mine"), 0o700)
        chmod(directory.file("open"), 0o777)
        let path = directory.file("open/mine")
        #expect(throws: SocketError.unsafeDirectory(path: path, .unsafeAncestor(directory.file("open")))) {
            try SocketDirectory(checking: path)
        }
    }

    @Test func `a link above the directory is resolved once and for all`() throws {
        mkdir(directory.file("real"), 0o700)
        mkdir(directory.file("real/sockets"), 0o700)
        symlink(directory.file("real"), directory.file("link"))
        let checked = try SocketDirectory(checking: directory.file("link/sockets"))
        #expect(checked.path == directory.file("real/sockets"))
    }

    @Test func `only root and this user own what is ours`() {
        let stranger = geteuid() + 1000
        #expect(FileEntry(owner: 0, group: 0, mode: 0o755).isOurs)
        #expect(FileEntry(owner: geteuid(), group: 0, mode: 0o755).isOurs)
        #expect(!FileEntry(owner: stranger, group: 0, mode: 0o755).isOurs)
        #expect(!FileEntry(owner: stranger, group: 0, mode: 0o1777).cannotBeSwappedInside)
    }

    @Test func `above the directory a foreign group may not write`() {
        let strange = getegid() + 1000
        #expect(!FileEntry(owner: 0, group: strange, mode: 0o775).cannotBeSwappedInside)
        #expect(FileEntry(owner: 0, group: strange, mode: 0o1775).cannotBeSwappedInside)
        #expect(FileEntry(owner: 0, group: getegid(), mode: 0o775).cannotBeSwappedInside)
    }

    @Test func `each refusal says what to do`() {
        let reasons: [UnsafeDirectoryReason] = [
            .missing, .symbolicLink, .notADirectory, .foreignOwner(7), .writableByOthers(mode: 0o777),
            .unsafeAncestor("/x"),
        ]
        let advice = ["create", "give", "remove", "must belong", "chmod", "choose"]
        for (reason, word) in zip(reasons, advice) {
            #expect(SocketError.unsafeDirectory(path: "/d", reason).description.contains(word))
        }
    }
}
