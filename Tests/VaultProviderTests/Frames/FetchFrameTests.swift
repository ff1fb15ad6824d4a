import Testing
import VaultFetchWire

@Suite struct FetchFrameTests {
    static let request = FetchRequest(
        id: 7, method: .post, url: "https://id.example/token",
        headers: [FetchHeader("Authorization", "Basic eDp5"), FetchHeader("X-Empty", "")],
        body: WipedBytes(copying: Array("grant_type=refresh_token".utf8)), deadlineMilliseconds: 10_000,
        responseCap: 65_536)

    static let reports: [FetchReport] =
        [
            .ready(FetchReady(hasPrivateAuthority: true, isConfined: false)),
            .failed(.noNamespace),
            .answer(FetchAnswer(id: 1, outcome: .response(FetchReply(status: 200)))),
            .answer(
                FetchAnswer(
                    id: .max,
                    outcome: .response(
                        FetchReply(
                            status: 429, contentType: "application/json", retryAfter: "7", dpopNonce: "n",
                            date: "Sun, 06 Nov 1994 08:49:37 GMT",
                            hasChallenge: true,
                            body: WipedBytes(copying: Array("{}".utf8)))))),
            .answer(FetchAnswer(id: 2, outcome: .tooLarge(status: 200))),
        ] + FetchNotSent.allCases.map { .answer(FetchAnswer(id: 3, outcome: .notSent($0))) }
        + FetchUnanswered.allCases.map { .answer(FetchAnswer(id: 4, outcome: .unanswered($0))) }
        + FetchStartFailure.allCases.map { .failed($0) }

    /// The payload of a frame, after its prefix was found to tell the truth.
    static func payload(_ frame: WipedBytes) throws -> [UInt8] {
        let frame = frame.withBytes { Array($0) }
        let count = try FetchFrame.payloadLength(prefix: Array(frame.prefix(FetchFrame.prefixBytes)))
        #expect(count == frame.count - FetchFrame.prefixBytes)
        return Array(frame.dropFirst(FetchFrame.prefixBytes))
    }

    static func wiped(_ bytes: [UInt8]) -> WipedBytes { WipedBytes(copying: bytes) }

    @Test func `a request comes back as it was`() throws {
        #expect(try FetchRequest(payload: Self.wiped(Self.payload(Self.request.frame()))) == Self.request)
    }

    @Test(arguments: reports) func `a report comes back as it was`(report: FetchReport) throws {
        #expect(try FetchReport(payload: Self.wiped(Self.payload(report.frame()))) == report)
    }

    @Test func `a frame cut anywhere is refused`() throws {
        let whole = try Self.payload(Self.request.frame())
        for count in 0..<whole.count {
            #expect(throws: FetchFrameError.truncated) {
                try FetchRequest(payload: Self.wiped(Array(whole.prefix(count))))
            }
        }
        for report in Self.reports {
            let whole = try Self.payload(report.frame())
            for count in 0..<whole.count {
                #expect(throws: FetchFrameError.truncated) {
                    try FetchReport(payload: Self.wiped(Array(whole.prefix(count))))
                }
            }
        }
    }

    @Test func `bytes after the end are refused`() throws {
        #expect(throws: FetchFrameError.trailingBytes) {
            try FetchRequest(payload: Self.wiped(Self.payload(Self.request.frame()) + [0]))
        }
        for report in Self.reports {
            #expect(throws: FetchFrameError.trailingBytes) {
                try FetchReport(payload: Self.wiped(Self.payload(report.frame()) + [0]))
            }
        }
    }

    @Test func `each direction refuses the kinds of the other`() throws {
        let report = try Self.payload(Self.reports[0].frame())
        #expect(throws: FetchFrameError.unknownValue(.kind)) { try FetchRequest(payload: Self.wiped(report)) }
        let request = try Self.payload(Self.request.frame())
        #expect(throws: FetchFrameError.unknownValue(.kind)) { try FetchReport(payload: Self.wiped(request)) }
    }

    @Test func `a prefix that promises nothing or too much is refused`() {
        #expect(throws: FetchFrameError.truncated) { try FetchFrame.payloadLength(prefix: [0, 0, 0, 0]) }
        #expect(throws: FetchFrameError.truncated) { try FetchFrame.payloadLength(prefix: [0, 0, 1]) }
        #expect(throws: FetchFrameError.tooLarge(.frame)) { try FetchFrame.payloadLength(prefix: [255, 0, 0, 0]) }
    }

    @Test(arguments: ["https://id.example/a b", "https://id.example/\r\nHost: x", "", "https://id.example/é"])
    func `an address that could break the request line is not sent`(url: String) {
        var request = Self.request
        request.url = url
        #expect(throws: FetchFrameError.badText(.url)) { try request.frame() }
    }

    @Test(arguments: [
        (FetchHeader("X", "a\r\nY: b"), FetchFrameError.badText(.headerValue)),
        (FetchHeader("X", "a\u{0}"), .badText(.headerValue)),
        (FetchHeader("X: y", "a"), .badText(.headerName)),
        (FetchHeader("", "a"), .badText(.headerName)),
    ])
    func `a header that could start another is not sent`(header: FetchHeader, error: FetchFrameError) {
        var request = Self.request
        request.headers = [header]
        #expect(throws: error) { try request.frame() }
    }

    @Test func `numbers and lengths out of range are not sent`() {
        func expect(_ error: FetchFrameError, _ change: (inout FetchRequest) -> Void) {
            var request = Self.request
            change(&request)
            #expect(throws: error) { try request.frame() }
        }
        expect(.unknownValue(.id)) { $0.id = 0 }
        expect(.unknownValue(.deadline)) { $0.deadlineMilliseconds = 0 }
        expect(.tooLarge(.deadline)) { $0.deadlineMilliseconds = FetchLimits.deadlineMilliseconds + 1 }
        expect(.unknownValue(.cap)) { $0.responseCap = 0 }
        expect(.tooLarge(.cap)) { $0.responseCap = UInt32(FetchLimits.bodyBytes) + 1 }
        expect(.tooLarge(.url)) { $0.url = String(repeating: "a", count: FetchLimits.urlBytes + 1) }
        expect(.tooLarge(.headerValue)) {
            $0.headers = [FetchHeader("X", String(repeating: "a", count: FetchLimits.headerValueBytes + 1))]
        }
        expect(.tooLarge(.headers)) { $0.headers = Array(repeating: FetchHeader("A", "b"), count: 33) }
        expect(.tooLarge(.body)) {
            $0.body = WipedBytes(copying: [UInt8](repeating: 0, count: FetchLimits.bodyBytes + 1))
        }
    }

    @Test func `a status that HTTP does not have is refused`() {
        for status: UInt16 in [0, 99, 1000] {
            let report = FetchReport.answer(FetchAnswer(id: 1, outcome: .tooLarge(status: status)))
            #expect(throws: FetchFrameError.unknownValue(.status)) { try report.frame() }
        }
    }

    @Test func `a response header that is not printable or too long is not passed on`() {
        #expect(FetchReply.passable("application/json; charset=utf-8") == "application/json; charset=utf-8")
        #expect(FetchReply.passable("a\u{7}b") == nil)
        #expect(FetchReply.passable("é") == nil)
        #expect(FetchReply.passable(String(repeating: "a", count: 513)) == nil)
        #expect(FetchReply.passable(nil) == nil)
    }

    @Test(arguments: 0..<20) func `changed frames are refused or mean something valid`(seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let seeds = try [Self.payload(Self.request.frame())] + Self.reports.map { try Self.payload($0.frame()) }
        for _ in 0..<2_000 {
            var bytes = seeds.randomElement(using: &numbers) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &numbers) { Self.spoil(&bytes, with: &numbers) }
            if let request = try? FetchRequest(payload: Self.wiped(bytes)) {
                #expect(try FetchRequest(payload: Self.wiped(Self.payload(request.frame()))) == request)
            }
            if let report = try? FetchReport(payload: Self.wiped(bytes)) {
                #expect(try FetchReport(payload: Self.wiped(Self.payload(report.frame()))) == report)
            }
        }
    }

    private static func spoil(_ bytes: inout [UInt8], with numbers: inout SeededNumbers) {
        let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
        case 1 where !bytes.isEmpty: bytes.remove(at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
        default: bytes.removeLast(min(bytes.count, place))
        }
    }
}
