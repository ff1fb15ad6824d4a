import Foundation
import Glibc
import TestHarness
import Testing

/// Makes writes of a daemon to one file fail as a disk does: a library of a few lines stands before the C library's (ld.so(8),
/// LD_PRELOAD) and does what a page says that both see.
final class FaultyWrites {
    /// For the daemon.
    let environment: [String: String]
    private let page: UnsafeMutableRawPointer

    private enum Word {
        static let inode = 0
        static let room = 8
        static let error = 16
    }

    init(in folder: TemporaryFolder) async throws {
        try folder.write(Self.source, to: "faults.c")
        try folder.write(String(repeating: "\0", count: 4096), to: "faults")
        let library = folder.file("faults.so")
        let made = try await Program.run(
            "/usr/bin/env", ["cc", "-O1", "-shared", "-fPIC", "-o", library, folder.file("faults.c")])
        try #require(made.ending == .exit(0), "\(made.errors)")
        let file = open(folder.file("faults"), O_RDWR | O_CLOEXEC)
        defer { close(file) }
        page = try #require(mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0))
        try #require(page != MAP_FAILED)
        environment = ["LD_PRELOAD": library, "VAULT_TEST_FAULTS": folder.file("faults")]
    }

    deinit { munmap(page, 4096) }

    /// From now on writes to this file take `room` bytes more in all, and then fail.
    func fail(_ path: String, with error: Int32, room: Int) throws {
        var entry = stat()
        try #require(stat(path, &entry) == 0)
        page.storeBytes(of: UInt64(entry.st_ino), toByteOffset: Word.inode, as: UInt64.self)
        page.storeBytes(of: Int64(room), toByteOffset: Word.room, as: Int64.self)
        page.storeBytes(of: error, toByteOffset: Word.error, as: Int32.self)
    }

    func mend() { page.storeBytes(of: 0, toByteOffset: Word.error, as: Int32.self) }

    private static let source = """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <fcntl.h>
        #include <stdint.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <sys/stat.h>
        #include <sys/syscall.h>
        #include <unistd.h>
        static volatile struct { uint64_t inode; int64_t room; int32_t error; } none, *told = &none;
        __attribute__((constructor)) static void begin(void) {
            const char *path = getenv("VAULT_TEST_FAULTS");
            int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
            if (file < 0) return;
            void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
            close(file);
            if (page != MAP_FAILED) told = page;
        }
        ssize_t write(int file, const void *bytes, size_t count) {
            struct stat entry;
            if (told->error && fstat(file, &entry) == 0 && entry.st_ino == told->inode) {
                if (told->room <= 0) { errno = told->error; return -1; }
                if ((int64_t)count > told->room) count = told->room;
                told->room -= count;
            }
            return syscall(SYS_write, file, bytes, count);
        }

        """
}
