/// Reads request line and header fields; strict where leniency lets two readers disagree (RFC 9112 §2.2, §6).
enum HTTPHeadReader {
    static func read(_ bytes: ArraySlice<UInt8>) throws(HTTPSyntaxError) -> (request: HTTPRequest, bodyLength: Int) {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw .bad("the head is not UTF-8 text")
        }
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\n" }[...]
        // A client may send an empty line before a request (RFC 9112 §2.2).
        while lines.first?.isEmpty == true { lines.removeFirst() }
        guard let requestLine = lines.popFirst() else { throw .bad("the request line is missing") }
        let headers = try headers(lines)
        let request = try request(requestLine, headers: headers)
        return (request, try bodyLength(headers))
    }

    private static func request(
        _ line: Substring, headers: [HTTPRequest.Header]
    ) throws(HTTPSyntaxError) -> HTTPRequest {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[1].hasPrefix("/") else {
            throw .bad("the request line is not 'METHOD /path HTTP/1.1'")
        }
        guard parts[2] == "HTTP/1.1" || parts[2] == "HTTP/1.0" else {
            throw HTTPSyntaxError(status: 505, reason: "only HTTP/1.1 and HTTP/1.0 are spoken here")
        }
        let target = parts[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let connection = headers.first { $0.name == "connection" }?.value.lowercased()
        return HTTPRequest(
            method: String(parts[0]), path: String(target[0]), query: target.count == 2 ? String(target[1]) : "",
            headers: headers, keepsAlive: parts[2] == "HTTP/1.1" ? connection != "close" : connection == "keep-alive")
    }

    private static func headers(_ lines: ArraySlice<Substring>) throws(HTTPSyntaxError) -> [HTTPRequest.Header] {
        var headers: [HTTPRequest.Header] = []
        for line in lines where !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let last = parts[0].last, last != " ", last != "\t", line.first != " " else {
                throw .bad("a header line is not 'Name: value'")
            }
            headers.append(HTTPRequest.Header(name: parts[0].lowercased(), value: String(parts[1]).trimmed))
        }
        return headers
    }

    private static func bodyLength(_ headers: [HTTPRequest.Header]) throws(HTTPSyntaxError) -> Int {
        guard !headers.contains(where: { $0.name == "transfer-encoding" }) else {
            throw HTTPSyntaxError(status: 501, reason: "transfer codings are not understood, send Content-Length")
        }
        let lengths = Set(headers.filter { $0.name == "content-length" }.map(\.value))
        guard let text = lengths.first else { return 0 }
        guard lengths.count == 1, text.allSatisfy({ $0.isASCII && $0.isNumber }), let length = Int(text) else {
            throw .bad("Content-Length is not one number")
        }
        return length
    }
}
