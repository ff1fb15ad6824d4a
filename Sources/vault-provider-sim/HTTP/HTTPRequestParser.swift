/// Cuts a byte stream into requests (the part of RFC 9112 that clients use); a request longer than its cap is refused.
struct HTTPRequestParser: Sendable {
    enum Event: Equatable, Sendable {
        case needsMore
        case request(HTTPRequest)
        /// The connection cannot go on; answer with this status and close.
        case refused(status: Int, reason: String)
    }

    /// Head and body together.
    static let requestLimit = 64 * 1024

    private var buffer: [UInt8] = []
    private var start = 0
    /// The head that was read already, while its body is still on the way.
    private var head: (request: HTTPRequest, bodyLength: Int)?

    mutating func feed(_ bytes: some Sequence<UInt8>) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    mutating func next() -> Event {
        if head == nil {
            guard let end = headEnd() else {
                return buffer.count - start > Self.requestLimit
                    ? .refused(status: 431, reason: "the request head is longer than 64 KiB") : .needsMore
            }
            do throws(HTTPSyntaxError) {
                head = try HTTPHeadReader.read(buffer[start..<end])
            } catch {
                return .refused(status: error.status, reason: error.reason)
            }
            guard (end - start) + (head?.bodyLength ?? 0) <= Self.requestLimit else {
                return .refused(status: 413, reason: "the request is longer than 64 KiB")
            }
            start = end
        }
        return body()
    }

    private mutating func body() -> Event {
        guard let head, buffer.count - start >= head.bodyLength else { return .needsMore }
        var request = head.request
        request.body = Array(buffer[start..<start + head.bodyLength])
        start += head.bodyLength
        self.head = nil
        return .request(request)
    }

    /// Just past the empty line that ends the head.
    private func headEnd() -> Int? {
        var index = start
        while let newline = buffer[index...].firstIndex(of: 0x0A) {
            let next = newline + 1
            if buffer[next...].starts(with: [0x0D, 0x0A]) { return next + 2 }
            if buffer[next...].first == 0x0A { return next + 1 }
            index = next
        }
        return nil
    }
}
