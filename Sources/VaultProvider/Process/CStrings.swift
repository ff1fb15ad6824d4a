import Glibc

/// Lends arrays of C strings, ended by a null, for the length of one call.
enum CStrings {
    typealias Words = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    static func with<Result>(_ words: [String], _ body: (Words) -> Result) -> Result {
        var pointers = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            // There is always the null at the end, so the buffer has an address.
            guard let base = buffer.baseAddress else { preconditionFailure("an array with an element has an address") }
            return body(base)
        }
    }

    static func with<Result>(_ words: [String]?, _ body: (Words?) -> Result) -> Result {
        guard let words else { return body(nil) }
        return with(words) { (pointers: Words) in body(pointers) }
    }
}
