import Glibc

/// Counts what a process allocates: a library of a few lines, compiled when it is wanted, stands before the allocator of the C library
/// (ld.so(8), LD_PRELOAD) and counts in a page that both see.
final class AllocationCounter {
    private let page: UnsafeMutableRawPointer
    /// For the process that is counted.
    let environment: [String]

    /// - Throws: where there is no C compiler.
    init(in folder: WorkFolder) throws {
        try folder.write(Self.source, to: "allocations.c")
        try folder.write(String(repeating: "\0", count: 4096), to: "allocations")
        let library = folder.file("allocations.so")
        let log = folder.file("cc.log")
        let compiler = try ChildProcess(
            "/usr/bin/env", ["cc", "-O1", "-shared", "-fPIC", "-o", library, folder.file("allocations.c")],
            processor: nil, errors: log)
        guard compiler.wait() == 0 else { throw LoadFailure("no library could be compiled: \(TextFile.read(log))") }
        let file = open(folder.file("allocations"), O_RDWR | O_CLOEXEC)
        defer { if file >= 0 { close(file) } }
        guard file >= 0, let page = mmap(nil, 4096, PROT_READ, MAP_SHARED, file, 0), page != MAP_FAILED else {
            throw LoadFailure("allocations cannot be counted: errno \(errno)")
        }
        self.page = page
        environment = ["LD_PRELOAD=\(library)", "VAULT_BENCH_ALLOCATIONS=\(folder.file("allocations"))"]
    }

    deinit { munmap(page, 4096) }

    /// So far.
    var count: UInt64 { page.load(as: UInt64.self) }

    private static let source = """
        #include <fcntl.h>
        #include <stdatomic.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <unistd.h>
        void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
        void *__libc_memalign(size_t, size_t);
        static _Atomic unsigned long unseen, *count = &unseen;
        __attribute__((constructor)) static void begin(void) {
            const char *path = getenv("VAULT_BENCH_ALLOCATIONS");
            int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
            if (file < 0) return;
            void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
            close(file);
            if (page != MAP_FAILED) count = page;
        }
        void *malloc(size_t n) { ++*count; return __libc_malloc(n); }
        void *calloc(size_t n, size_t size) { ++*count; return __libc_calloc(n, size); }
        void *realloc(void *old, size_t n) { ++*count; return __libc_realloc(old, n); }
        void *aligned_alloc(size_t to, size_t n) { ++*count; return __libc_memalign(to, n); }
        int posix_memalign(void **place, size_t to, size_t n) {
            ++*count;
            *place = __libc_memalign(to, n);
            return *place ? 0 : 12;
        }

        """
}
