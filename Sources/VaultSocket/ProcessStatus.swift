/// What /proc/PID/stat says (proc_pid_stat(5)).
package struct ProcessStatus: Hashable, Sendable {
    /// When the process began, in clock ticks after boot: together with the pid the name of one process for all time.
    package let startTime: UInt64

    /// nil for what is no such line. The command's name may hold spaces, parentheses and newlines: fields count from the
    /// last closing parenthesis.
    package init?(parsing line: [UInt8]) {
        guard let end = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        // The third field is the first behind the name.
        let fields = line[(end + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19, let number = UInt64(String(decoding: fields[19], as: UTF8.self)) else { return nil }
        startTime = number
    }
}
