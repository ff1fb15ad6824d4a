import VaultJSON

extension HTTPResponse {
    /// A JSON object that no cache may keep (RFC 6749 §5.1).
    static func json(
        _ status: Int = 200, headers: [Header] = [], _ write: (inout JSONWriter) -> Void
    ) -> HTTPResponse {
        var writer = JSONWriter()
        writer.object(write)
        let common = [
            Header(name: "Content-Type", value: "application/json"), Header(name: "Cache-Control", value: "no-store"),
        ]
        return HTTPResponse(status: status, headers: common + headers, body: writer.bytes)
    }

    /// `{"error": …, "error_description": …}`, the form of RFC 6749 §5.2 for every failure here.
    static func failure(
        _ status: Int, _ error: String, _ description: String, headers: [Header] = []
    ) -> HTTPResponse {
        json(status, headers: headers) {
            $0.member("error", error)
            $0.member("error_description", description)
        }
    }
}
