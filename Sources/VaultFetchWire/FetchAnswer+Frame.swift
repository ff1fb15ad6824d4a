extension FetchAnswer {
    private enum Tag: UInt8 {
        case response = 1
        case notSent = 2
        case unanswered = 3
        case tooLarge = 4
    }

    func frame() throws(FetchFrameError) -> WipedBytes {
        guard id != 0 else { throw .unknownValue(.id) }
        var writer = FrameWriter(kind: FetchFrame.Kind.answer.rawValue, capacity: 1024)
        writer.integer(id)
        switch outcome {
        case .response(let reply):
            writer.integer(Tag.response.rawValue)
            try reply.write(to: &writer)
        case .notSent(let reason):
            writer.integer(Tag.notSent.rawValue)
            writer.integer(reason.rawValue)
        case .unanswered(let reason):
            writer.integer(Tag.unanswered.rawValue)
            writer.integer(reason.rawValue)
        case .tooLarge(let status):
            writer.integer(Tag.tooLarge.rawValue)
            try FetchReply.check(status)
            writer.integer(status)
        }
        return try writer.finish()
    }

    init(from scanner: inout FrameScanner) throws(FetchFrameError) {
        id = try scanner.integer()
        guard id != 0 else { throw .unknownValue(.id) }
        switch try scanner.choice(as: .outcome) as Tag {
        case .response: outcome = .response(try FetchReply(from: &scanner))
        case .notSent: outcome = .notSent(try scanner.choice(as: .reason))
        case .unanswered: outcome = .unanswered(try scanner.choice(as: .reason))
        case .tooLarge:
            let status: UInt16 = try scanner.integer()
            try FetchReply.check(status)
            outcome = .tooLarge(status: status)
        }
    }
}

extension FetchReply {
    func write(to writer: inout FrameWriter) throws(FetchFrameError) {
        try FetchReply.check(status)
        writer.integer(status)
        try writer.optionalText(contentType, as: .contentType, .responseHeader)
        try writer.optionalText(retryAfter, as: .retryAfter, .responseHeader)
        try writer.optionalText(dpopNonce, as: .dpopNonce, .responseHeader)
        try writer.optionalText(date, as: .date, .responseHeader)
        writer.flag(hasChallenge)
        try writer.blob(body, as: .body, atMost: FetchLimits.bodyBytes)
    }

    init(from scanner: inout FrameScanner) throws(FetchFrameError) {
        status = try scanner.integer()
        try FetchReply.check(status)
        contentType = try scanner.optionalText(as: .contentType, .responseHeader)
        retryAfter = try scanner.optionalText(as: .retryAfter, .responseHeader)
        dpopNonce = try scanner.optionalText(as: .dpopNonce, .responseHeader)
        date = try scanner.optionalText(as: .date, .responseHeader)
        hasChallenge = try scanner.flag()
        body = try scanner.blob(as: .body, atMost: FetchLimits.bodyBytes)
    }

    /// A status code has three digits (RFC 9110 §15).
    static func check(_ status: UInt16) throws(FetchFrameError) {
        guard 100...999 ~= status else { throw .unknownValue(.status) }
    }
}
