import VaultCore

/// The whole answer to one request for the metrics, after which the connection is closed.
enum MetricsResponse {
    static func metrics(_ text: String) -> [UInt8] {
        response("200 OK", Exposition.contentType, text)
    }

    static func refusal(_ refusal: MetricsRequest.Refusal) -> [UInt8] {
        let plain = "text/plain; charset=utf-8"
        return switch refusal {
        case .malformed: response("400 Bad Request", plain, "only GET /metrics is understood, from this machine\n")
        case .otherPath: response("404 Not Found", plain, "there is only /metrics\n")
        case .otherMethod: response("405 Method Not Allowed", plain, "only GET is allowed\n", more: "Allow: GET\r\n")
        case .tooLong: response("431 Request Header Fields Too Large", plain, "the request is too long\n")
        }
    }

    private static func response(_ status: String, _ type: String, _ body: String, more: String = "") -> [UInt8] {
        let head =
            "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\(more)\r\n"
        return Array(head.utf8) + Array(body.utf8)
    }
}
