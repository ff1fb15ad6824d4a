import CSQLite
import Foundation
import Synchronization

/// An open file of a `FaultDisk`, laid out as SQLite wants it: its methods first.
struct FaultFile {
    var base: sqlite3_file
    var real: UnsafeMutablePointer<sqlite3_file>
    var disk: Unmanaged<FaultDisk>
    var path: UnsafePointer<CChar>?
}

private typealias File = UnsafeMutablePointer<sqlite3_file>

private func fault(_ file: File?) -> FaultFile {
    UnsafeMutableRawPointer(file!).assumingMemoryBound(to: FaultFile.self).pointee
}

private func real(_ file: File?) -> File { fault(file).real }

private func methods(_ file: File?) -> sqlite3_io_methods { real(file).pointee.pMethods.pointee }

private func admit(_ file: File?, _ operation: FaultDisk.Operation) -> Int32 {
    fault(file).disk.takeUnretainedValue().admit(operation)
}

extension FaultDisk {
    /// Registers the VFS for the life of the process, as SQLite has it.
    func register() {
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: sqlite3_vfs_find("unix").pointee)
        vfs.pointee.pNext = nil
        vfs.pointee.szOsFile = Int32(MemoryLayout<FaultFile>.size)
        vfs.pointee.zName = UnsafePointer(strdup(name))
        vfs.pointee.pAppData = Unmanaged.passRetained(self).toOpaque()
        vfs.pointee.xOpen = { vfs, path, file, flags, given in
            let unix = sqlite3_vfs_find("unix")!
            let size = Int(unix.pointee.szOsFile)
            let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
            memset(memory, 0, size)
            let real = memory.assumingMemoryBound(to: sqlite3_file.self)
            let code = unix.pointee.xOpen(unix, path, real, flags, given)
            let fault = UnsafeMutableRawPointer(file!).assumingMemoryBound(to: FaultFile.self)
            guard code == SQLITE_OK else {
                fault.pointee.base.pMethods = nil
                memory.deallocate()
                return code
            }
            fault.initialize(
                to: FaultFile(
                    base: sqlite3_file(pMethods: faultMethods), real: real,
                    disk: Unmanaged.fromOpaque(vfs!.pointee.pAppData), path: path))
            return SQLITE_OK
        }
        vfs.pointee.xDelete = { vfs, path, syncsDirectory in
            let disk = Unmanaged<FaultDisk>.fromOpaque(vfs!.pointee.pAppData).takeUnretainedValue()
            disk.state.withLock { _ = $0.synced.removeValue(forKey: String(cString: path!)) }
            let unix = sqlite3_vfs_find("unix")!
            return unix.pointee.xDelete(unix, path, syncsDirectory)
        }
        sqlite3_vfs_register(vfs, 0)
    }
}

nonisolated(unsafe) private let faultMethods: UnsafeMutablePointer<sqlite3_io_methods> = {
    var table = sqlite3_io_methods()
    table.iVersion = 2
    table.xWrite = { file, bytes, count, offset in
        let code = admit(file, .write)
        return code == SQLITE_OK ? methods(file).xWrite(real(file), bytes, count, offset) : code
    }
    table.xSync = { file, flags in
        let code = admit(file, .sync)
        guard code == SQLITE_OK else { return code }
        remember(file)
        return methods(file).xSync(real(file), flags)
    }
    table.xTruncate = { file, size in
        let code = admit(file, .truncate)
        return code == SQLITE_OK ? methods(file).xTruncate(real(file), size) : code
    }
    passThrough(&table)
    let shared = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    shared.initialize(to: table)
    return shared
}()

private func passThrough(_ table: inout sqlite3_io_methods) {
    table.xClose = { file in
        let code = methods(file).xClose(real(file))
        real(file).deallocate()
        return code
    }
    table.xRead = { file, bytes, count, offset in methods(file).xRead(real(file), bytes, count, offset) }
    table.xFileSize = { file, size in methods(file).xFileSize(real(file), size) }
    table.xLock = { file, level in methods(file).xLock(real(file), level) }
    table.xUnlock = { file, level in methods(file).xUnlock(real(file), level) }
    table.xCheckReservedLock = { file, out in methods(file).xCheckReservedLock(real(file), out) }
    table.xFileControl = { file, code, argument in methods(file).xFileControl(real(file), code, argument) }
    table.xSectorSize = { file in methods(file).xSectorSize(real(file)) }
    table.xDeviceCharacteristics = { file in methods(file).xDeviceCharacteristics(real(file)) }
    table.xShmMap = { file, region, size, extend, out in methods(file).xShmMap(real(file), region, size, extend, out) }
    table.xShmLock = { file, offset, count, flags in methods(file).xShmLock(real(file), offset, count, flags) }
    table.xShmBarrier = { file in methods(file).xShmBarrier(real(file)) }
    table.xShmUnmap = { file, delete in methods(file).xShmUnmap(real(file), delete) }
}

/// Read through SQLite's own descriptor: opening the file here and closing it again would drop its POSIX locks.
private func remember(_ file: File?) {
    guard let path = fault(file).path else { return }
    var size: sqlite3_int64 = 0
    guard methods(file).xFileSize(real(file), &size) == SQLITE_OK else { return }
    var bytes = [UInt8](repeating: 0, count: Int(size))
    guard size == 0 || methods(file).xRead(real(file), &bytes, Int32(size), 0) == SQLITE_OK else { return }
    let name = String(cString: path)
    fault(file).disk.takeUnretainedValue().state.withLock { $0.synced[name] = bytes }
}
