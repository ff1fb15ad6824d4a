extension FetchRequest {
    /// The whole frame; it is wiped with its last owner, as it holds the body.
    package func frame() throws(FetchFrameError) -> WipedBytes {
        try checkNumbers()
        var writer = FrameWriter(kind: FetchFrame.Kind.request.rawValue, capacity: body.count + 1024)
        writer.integer(id)
        writer.integer(method.rawValue)
        writer.integer(deadlineMilliseconds)
        writer.integer(responseCap)
        try writer.text(url, as: .url, .url)
        writer.integer(UInt8(headers.count))
        for header in headers {
            try writer.text(header.name, as: .headerName, .headerName)
            try writer.text(header.value, as: .headerValue, .headerValue)
        }
        try writer.blob(body, as: .body, atMost: FetchLimits.bodyBytes)
        return try writer.finish()
    }

    /// Reads one payload, without its length prefix.
    package init(payload: WipedBytes) throws(FetchFrameError) {
        self = try payload.withBytes { (bytes) throws(FetchFrameError) in try FetchRequest(from: bytes) }
    }

    private init(from payload: UnsafeRawBufferPointer) throws(FetchFrameError) {
        var scanner = FrameScanner(payload)
        let kind: FetchFrame.Kind = try scanner.choice(as: .kind)
        guard kind == .request else { throw .unknownValue(.kind) }
        id = try scanner.integer()
        method = try scanner.choice(as: .method)
        deadlineMilliseconds = try scanner.integer()
        responseCap = try scanner.integer()
        url = try scanner.text(as: .url, .url)
        headers = try FetchRequest.headers(from: &scanner)
        body = try scanner.blob(as: .body, atMost: FetchLimits.bodyBytes)
        try scanner.finish()
        try checkNumbers()
    }

    private static func headers(from scanner: inout FrameScanner) throws(FetchFrameError) -> [FetchHeader] {
        let count = Int(try scanner.integer(UInt8.self))
        guard count <= FetchLimits.headerCount else { throw .tooLarge(.headers) }
        var headers: [FetchHeader] = []
        for _ in 0..<count {
            let name = try scanner.text(as: .headerName, .headerName)
            headers.append(FetchHeader(name, try scanner.wipedText(as: .headerValue, .headerValue)))
        }
        return headers
    }

    private func checkNumbers() throws(FetchFrameError) {
        guard id != 0 else { throw .unknownValue(.id) }
        guard headers.count <= FetchLimits.headerCount else { throw .tooLarge(.headers) }
        guard deadlineMilliseconds > 0 else { throw .unknownValue(.deadline) }
        guard deadlineMilliseconds <= FetchLimits.deadlineMilliseconds else { throw .tooLarge(.deadline) }
        guard responseCap > 0 else { throw .unknownValue(.cap) }
        guard Int(responseCap) <= FetchLimits.bodyBytes else { throw .tooLarge(.cap) }
    }
}
