import Glibc

extension HTTPResponse.Header {
    /// When the answer was made, as servers say it (RFC 9110 §6.6.1).
    ///
    /// - Parameter milliseconds: since 1970.
    static func date(milliseconds: Int64) -> HTTPResponse.Header {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        // The program never leaves the C locale, whose names these are.
        let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            _ = strftime(buffer.baseAddress!, buffer.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
            return String(cString: buffer.baseAddress!)
        }
        return HTTPResponse.Header(name: "Date", value: text)
    }
}
