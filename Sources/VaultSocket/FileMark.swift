import CLinux

/// Tells one content of one file from every other: it changes whenever the file is replaced or written to.
package struct FileMark: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64
    package let size: UInt64
    package let modifiedNanoseconds: Int64
    /// Only the kernel sets it (inode(7), ctime).
    package let changedNanoseconds: Int64

    /// nil if there is no such file, or it has been deleted. A file server is not asked: a caller must not be made to wait.
    package init?(path: String) {
        var mark = vault_file_mark()
        guard vault_mark_path(path, &mark) == 0 else { return nil }
        self.init(mark)
    }

    package init?(of file: borrowing FileDescriptor) {
        var mark = vault_file_mark()
        guard vault_mark_file(file.raw, &mark) == 0 else { return nil }
        self.init(mark)
    }

    private init?(_ mark: vault_file_mark) {
        guard mark.links > 0 else { return nil }
        device = mark.device
        inode = mark.inode
        size = mark.size
        modifiedNanoseconds = mark.modified
        changedNanoseconds = mark.changed
    }
}
