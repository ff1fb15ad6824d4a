extension FetchReport {
    /// The whole frame; it is wiped with its last owner, as an answer holds the server's body.
    package func frame() throws(FetchFrameError) -> WipedBytes {
        switch self {
        case .ready(let ready):
            var writer = FrameWriter(kind: FetchFrame.Kind.ready.rawValue, capacity: 3)
            writer.integer(ready.version)
            writer.flag(ready.hasPrivateAuthority)
            writer.flag(ready.isConfined)
            return try writer.finish()
        case .failed(let failure):
            var writer = FrameWriter(kind: FetchFrame.Kind.failed.rawValue, capacity: 1)
            writer.integer(failure.rawValue)
            return try writer.finish()
        case .answer(let answer):
            return try answer.frame()
        }
    }

    /// Reads one payload, without its length prefix.
    package init(payload: WipedBytes) throws(FetchFrameError) {
        self = try payload.withBytes { (bytes) throws(FetchFrameError) in try FetchReport(from: bytes) }
    }

    private init(from payload: UnsafeRawBufferPointer) throws(FetchFrameError) {
        var scanner = FrameScanner(payload)
        switch try scanner.choice(as: .kind) as FetchFrame.Kind {
        case .ready: self = .ready(try FetchReady(from: &scanner))
        case .failed: self = .failed(try scanner.choice(as: .reason))
        case .answer: self = .answer(try FetchAnswer(from: &scanner))
        case .request: throw .unknownValue(.kind)
        }
        try scanner.finish()
    }
}

extension FetchReady {
    init(from scanner: inout FrameScanner) throws(FetchFrameError) {
        version = try scanner.integer()
        guard version == FetchReady.currentVersion else { throw .unknownValue(.version) }
        hasPrivateAuthority = try scanner.flag()
        isConfined = try scanner.flag()
    }
}
