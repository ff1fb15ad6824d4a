import VaultCore
import VaultJSON

/// One line from the vault, read strictly.
struct ServerReply {
    /// nil where the vault could not tell which call it means.
    let id: Int64?
    let outcome: Result<JSONValue, RemoteError>

    private static let limits = JSONLimits(bytes: 64 << 20, depth: 32, members: 4096)

    /// - Throws: what was wrong, without the content.
    init(_ line: UnsafeRawBufferPointer) throws(ReplyProblem) {
        let root = try Self.read(line)
        guard root["jsonrpc"]?.isString("2.0") == true, let id = root["id"] else {
            throw ReplyProblem("it is no JSON-RPC 2.0 response")
        }
        self.id = id.integer
        guard id.isNull || self.id != nil else { throw ReplyProblem("its id is none that was sent") }
        switch (root["result"], root["error"]) {
        case (let result?, nil): outcome = .success(result)
        case (nil, let error?): outcome = .failure(try RemoteError(error))
        default: throw ReplyProblem("it has not one of result and error")
        }
    }

    private static func read(_ line: UnsafeRawBufferPointer) throws(ReplyProblem) -> JSONValue {
        do throws(JSONError) {
            let document = try JSONDocument(
                parsing: line.assumingMemoryBound(to: UInt8.self).span, limits: limits, wipeOnRelease: true)
            return document.root
        } catch {
            throw ReplyProblem("it is no JSON, \(error)")
        }
    }
}

/// What was wrong with a reply.
struct ReplyProblem: Error {
    let text: String

    init(_ text: String) { self.text = text }
}

extension RemoteError {
    fileprivate init(_ error: JSONValue) throws(ReplyProblem) {
        guard let code = error["code"]?.integer, let message = error["message"]?.string else {
            throw ReplyProblem("its error lacks code or message")
        }
        let data = error["data"]
        let type = data?["type"]?.string ?? ""
        self.init(
            kind: Kind(word: type), type: type, code: code, message: message,
            isRetryable: data?["retryable"]?.bool ?? false,
            retryAfterMilliseconds: data?["retry_after_ms"]?.integer, reason: data?["reason"]?.string,
            field: data?["field"]?.string, scopes: data?["scopes"]?.elements?.compactMap(\.string),
            claims: data?["claims"]?.string, provider: data?["provider"]?.string,
            providerError: data?["provider_error"]?.string, acrValues: data?["acr_values"]?.string,
            amrValues: data?["amr_values"]?.elements?.compactMap(\.string), maximumAge: data?["max_age"]?.integer)
    }
}
