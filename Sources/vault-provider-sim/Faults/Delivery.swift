/// How an answer is put on the wire: the steps that the connection takes, one after the other.
struct Delivery: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        case send([UInt8])
        case drip([UInt8], everyMilliseconds: Int)
        /// So many blanks, or blanks until the client has enough.
        case pad(Int?)
    }

    var steps: [Step]
    /// What the log says; nil where nothing is sent.
    var status: Int?
    var keepsAlive: Bool

    static let nothing = Delivery(steps: [], status: nil, keepsAlive: false)

    /// The answer as it is.
    init(_ response: HTTPResponse, keepsAlive: Bool) {
        let head = response.head(contentLength: response.body.count, keepsAlive: keepsAlive)
        self.init(steps: [.send(head + response.body)], status: response.status, keepsAlive: keepsAlive)
    }

    init(steps: [Step], status: Int?, keepsAlive: Bool) {
        self.steps = steps
        self.status = status
        self.keepsAlive = keepsAlive
    }

    /// The answer as the fault leaves it.
    init(_ response: HTTPResponse, fault: Fault?, keepsAlive: Bool) {
        let length = response.body.count
        switch fault {
        case nil, .latency, .hold, .answer, .quoteToken:
            self.init(response, keepsAlive: keepsAlive)
        case .drop:
            self = .nothing
        case .truncated(let keep):
            let part = response.head(contentLength: length, keepsAlive: false) + response.body.prefix(keep)
            self.init(steps: [.send(part)], status: response.status, keepsAlive: false)
        case .huge(let bytes):
            self.init(padding: response, with: bytes)
        case .drip(let pause, let head):
            let start = response.head(contentLength: length, keepsAlive: false)
            let slow = head ? start + response.body : response.body
            let quick: [Step] = head ? [] : [.send(start)]
            self.init(
                steps: quick + [.drip(slow, everyMilliseconds: pause)], status: response.status, keepsAlive: false)
        case .bent(let bend):
            self.init(response.bent(bend), keepsAlive: keepsAlive)
        case .chunked(let bytes):
            self.init(chunking: response, by: bytes)
        case .unframed:
            let whole = response.head(contentLength: nil, keepsAlive: false) + response.body
            self.init(steps: [.send(whole)], status: response.status, keepsAlive: false)
        }
    }

    private init(chunking response: HTTPResponse, by bytes: Int) {
        var chunked = response
        chunked.headers.append(HTTPResponse.Header(name: "Transfer-Encoding", value: "chunked"))
        let starts = stride(from: 0, to: response.body.count, by: bytes)
        let chunks = starts.map { start in
            let part = response.body[start...].prefix(bytes)
            return Array("\(String(part.count, radix: 16))\r\n".utf8) + part + Array("\r\n".utf8)
        }
        let last = Array("0\r\n\r\n".utf8)
        let steps = [chunked.head(contentLength: nil, keepsAlive: false)] + chunks + [last]
        self.init(steps: steps.map(Step.send), status: response.status, keepsAlive: false)
    }

    /// Blanks after the first byte, which is the opening brace: the text stays valid JSON.
    private init(padding response: HTTPResponse, with bytes: Int?) {
        let head = response.head(contentLength: bytes.map { response.body.count + $0 }, keepsAlive: false)
        self.init(
            steps: [
                .send(head + response.body.prefix(1)), .pad(bytes), .send(Array(response.body.dropFirst())),
            ],
            status: response.status, keepsAlive: false)
    }
}
