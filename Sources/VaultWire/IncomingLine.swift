package import VaultCore
import VaultJSON

/// One line read the slow, complete way: everything that the fast path does not answer.
package enum IncomingLine: Sendable {
    case call(IncomingCall)
    /// Never empty; the replies of those that expect one form one array, in any order (JSON-RPC 2.0 §6).
    case batch([IncomingCall])
    /// The line is no call at all; answer with id `null`.
    case failed(WireError)

    /// Copies the line, wipes the copy; what becomes a `Secret` is in no String on the way.
    package init(decoding line: UnsafeRawBufferPointer, limits: WireLimits) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(
                parsing: line.assumingMemoryBound(to: UInt8.self).span, limits: limits.json, wipeOnRelease: true)
        } catch {
            self = .failed(.parseError(error.description))
            return
        }
        self.init(document.root)
    }

    private init(_ root: JSONValue) {
        switch root.kind {
        case .object: self = .call(IncomingCall(root))
        case .array: self = Self.batch(of: root)
        case .null, .bool, .number, .string: self = .failed(.invalidRequest("it must be an object or a batch of them"))
        }
    }

    private static func batch(of root: JSONValue) -> IncomingLine {
        guard let calls = root.elements, root.count > 0 else {
            return .failed(.invalidRequest("a batch must hold at least one call"))
        }
        guard root.count <= WireLimits.batchCalls else {
            return .failed(
                .invalidRequest("a batch holds at most \(WireLimits.batchCalls) calls, send them one by one"))
        }
        return .batch(calls.map(IncomingCall.init))
    }
}

/// One call, as far as it could be understood.
package struct IncomingCall: Sendable {
    package let id: CallID
    /// nil when the call names no method of ours. Ask the policy with this before telling what was wrong with the
    /// parameters.
    package let method: Method?
    package let request: Result<Request, WireError>

    init(_ value: JSONValue) {
        do throws(WireError) {
            let envelope = try Envelope(value)
            id = envelope.id
            method = envelope.method
            request = envelope.request
        } catch {
            // Whether it was a notification is not known either, so it gets an answer (JSON-RPC 2.0 §5).
            id = .null
            method = nil
            request = .failure(error)
        }
    }
}

/// The members of one call (JSON-RPC 2.0 §4), checked; members that it does not know are passed over.
private struct Envelope {
    let id: CallID
    let method: Method?
    let request: Result<Request, WireError>

    init(_ call: JSONValue) throws(WireError) {
        guard call.kind == .object else { throw .invalidRequest("each call of a batch must be an object") }
        guard call["jsonrpc"]?.isString("2.0") == true else {
            throw .invalidRequest("member 'jsonrpc' must be the string 2.0")
        }
        id = try Self.id(call["id"])
        guard let name = call["method"], name.kind == .string else {
            throw .invalidRequest("member 'method' must be a string")
        }
        method = Method.allCases.first { name.isString($0.rawValue) }
        guard let method else {
            request = .failure(.methodNotFound)
            return
        }
        request = Self.request(method, call["params"])
    }

    private static func id(_ value: JSONValue?) throws(WireError) -> CallID {
        guard let value else { return .notification }
        switch value.kind {
        case .null, .number, .string: break
        case .bool, .array, .object: throw .invalidRequest("member 'id' must be a string, a number or null")
        }
        guard value.rawRange.count <= WireLimits.idBytes else {
            throw .invalidRequest("member 'id' is longer than \(WireLimits.idBytes) bytes")
        }
        return .json(value.withRawBytes { bytes in bytes.withUnsafeBufferPointer { Array($0) } })
    }

    private static func request(_ method: Method, _ params: JSONValue?) -> Result<Request, WireError> {
        do throws(InvalidValue) {
            return .success(try Request(method, params))
        } catch {
            return .failure(.invalidParams(error))
        }
    }
}
