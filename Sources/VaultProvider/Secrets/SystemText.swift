import Glibc

/// The C library's words for an errno.
enum SystemText {
    static func error(_ number: Int32) -> String { String(cString: strerror(number)) }
}
