import Glibc
import Synchronization

/// Memory of the log's own that outlives the process: a file of fixed size, mapped, in which lines lie until they are in the log.
///
/// What is stored here is in the kernel as much as what was written with write(2): it is lost with the machine, not with the process
/// (mmap(2), MAP_SHARED). So a reply may leave once its record is here, and the log gets many records with one write. The next start
/// puts into the log what a process that was killed has left.
struct AuditSpool: ~Copyable, @unchecked Sendable {
    /// What the first page says, in this machine's own order of bytes: the file never leaves it.
    struct Header: Equatable {
        static let mark: UInt64 = 0x7673_706F_6F6C_3031  // "vspool01"

        /// Of the log, when nothing of what lies here was in it.
        var logSize: Int
        /// Of the lines in the data; empty where all are in the log.
        var lines: Range<Int>
    }

    static let headerBytes = 4096

    let data: UnsafeMutablePointer<UInt8>
    let capacity: Int
    /// Whether it outlives the process.
    let isShared: Bool
    private let memory: UnsafeMutableRawPointer
    /// Holds the lock; -1 for memory that nobody else sees.
    private let descriptor: Int32

    /// Memory that ends with the process: what lies here must be written before anything depends on it.
    init(capacity: Int) {
        let memory = mmap(
            nil, Self.headerBytes + capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | Int32(MAP_ANONYMOUS), -1, 0)
        guard let memory, memory != MAP_FAILED else { preconditionFailure("no memory for the audit log") }
        self.init(memory, capacity, descriptor: -1)
    }

    /// Makes or opens the file.
    ///
    /// - Throws: EWOULDBLOCK where another process has it, or where it cannot be made; its space on the disk is taken here, so that no store into it can fail later.
    init(_ name: String, in directory: Int32, capacity: Int) throws(AuditWriteFailure) {
        let opened = openat(directory, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw AuditWriteFailure(errno: errno) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw AuditWriteFailure(errno: EWOULDBLOCK)
        }
        do throws(AuditWriteFailure) {
            self.init(try Self.map(opened, Self.headerBytes + capacity), capacity, descriptor: opened)
        } catch {
            close(opened)
            throw error
        }
    }

    private init(_ memory: UnsafeMutableRawPointer, _ capacity: Int, descriptor: Int32) {
        self.memory = memory
        self.capacity = capacity
        self.descriptor = descriptor
        isShared = descriptor >= 0
        data = (memory + Self.headerBytes).assumingMemoryBound(to: UInt8.self)
    }

    deinit {
        munmap(memory, Self.headerBytes + capacity)
        if descriptor >= 0 { close(descriptor) }
    }

    private static func map(_ file: Int32, _ bytes: Int) throws(AuditWriteFailure) -> UnsafeMutableRawPointer {
        let refusal = posix_fallocate(file, 0, off_t(bytes))
        guard refusal == 0 else { throw AuditWriteFailure(errno: refusal) }
        let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
        guard let memory, memory != MAP_FAILED else { throw AuditWriteFailure(errno: errno) }
        return memory
    }

    // MARK: what the first page says

    private var numbers: UnsafeMutablePointer<UInt64> { memory.assumingMemoryBound(to: UInt64.self) }

    /// Nil where it is not understood: a new file, or of before a process died in the middle of `begin`.
    var header: Header? {
        let (size, start, end) = (numbers[1], numbers[2], numbers[3])
        guard numbers[0] == Header.mark, size <= UInt64(Int64.max), start <= end, end <= UInt64(capacity) else {
            return nil
        }
        return Header(logSize: Int(size), lines: Int(start)..<Int(end))
    }

    /// Lines of a log of this size begin; none is here yet.
    func begin(logSize: Int) {
        // Each of these alone leaves nothing here or what is not understood: a process dies between any two of them.
        numbers[3] = 0
        atomicMemoryFence(ordering: .releasing)
        numbers[0] = Header.mark
        numbers[1] = UInt64(logSize)
        numbers[2] = 0
        atomicMemoryFence(ordering: .releasing)
    }

    /// The lines up to here are whole.
    @inline(__always)
    func publish(end: Int) {
        atomicMemoryFence(ordering: .releasing)
        numbers[3] = UInt64(end)
    }
}
