import Glibc
import VaultJSON
import VaultSocket

/// `vault-provider-sim` beside this program: the provider whose calls are counted.
final class SimulatorProcess {
    let secretFile: String
    let baseURL: String
    private let port: UInt16
    private let folder: WorkFolder
    private let process: ChildProcess

    init(_ context: BenchContext) throws {
        folder = try WorkFolder(in: context.folder)
        secretFile = folder.file("secret")
        process = try ChildProcess(
            Programs.path("vault-provider-sim"), ["--write-client-secret", secretFile], processor: nil,
            errors: folder.file("log"))
        guard let line = process.readLine(), let ready = try? JSONDocument(parsing: Array(line.utf8)).root,
            let url = ready["base_url"]?.string, let port = url.split(separator: ":").last.flatMap({ UInt16($0) })
        else { throw LoadFailure("the simulator did not start: \(TextFile.read(folder.file("log")))") }
        baseURL = url
        self.port = port
    }

    /// A new lineage's refresh token.
    func mint(subject: String) throws -> String {
        let body = "{\"subject\":\"\(subject)\",\"scopes\":[\"read:user\",\"repo\"]}"
        guard let token = try post("/sim/mint", body)["refresh_token"]?.string else {
            throw LoadFailure("the simulator minted nothing")
        }
        return token
    }

    /// The vault's entry for this provider, as JSON5.
    var provider: String {
        """
        issuer: "\(baseURL)", client_id: "vault", rotation: "rotates", deadline: "30s",
        limits: { requests_per_second: 100000, in_flight: 256 },
        client_secret: { file: "\(secretFile)" }
        """
    }

    /// A request for the token endpoint that may be sent again and again: the lineage's token stays.
    func refreshForm(subject: String) throws -> String {
        let minted = try post("/sim/mint", "{\"subject\":\"\(subject)\",\"rotation\":\"none\"}")
        guard let token = minted["refresh_token"]?.string,
            let secret = TextFile.read(secretFile).split(separator: "\n").first
        else { throw LoadFailure("the simulator minted nothing") }
        return "grant_type=refresh_token&refresh_token=\(token)&client_id=vault&client_secret=\(secret)"
    }

    /// Every answer of the token endpoint from now on waits so long.
    func delayAnswers(milliseconds: Int) throws {
        _ = try post("/sim/faults", "{\"faults\":[{\"kind\":\"latency\",\"latency_ms\":\(milliseconds)}]}")
    }

    /// Token requests that the simulator has seen so far.
    func calls() throws -> Int {
        try exchange("GET", "/sim/log", "")["entries"]?.elements?.reduce(0) { count, _ in count + 1 } ?? 0
    }

    private func post(_ path: String, _ body: String) throws -> JSONValue { try exchange("POST", path, body) }

    private func exchange(_ method: String, _ path: String, _ body: String) throws -> JSONValue {
        let answer = try LoopbackExchange.send(
            "\(method) \(path) HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)",
            port: port)
        guard let head = Self.endOfHead(answer) else { throw LoadFailure("the simulator gave no answer to \(path)") }
        let limits = JSONLimits(bytes: 1 << 28)
        return try JSONDocument(parsing: Array(answer[head...]), limits: limits).root
    }

    private static func endOfHead(_ answer: [UInt8]) -> Int? {
        let end = Array("\r\n\r\n".utf8)
        guard answer.count >= end.count else { return nil }
        return (0...(answer.count - end.count)).first { answer[$0..<($0 + end.count)].elementsEqual(end) }
            .map { $0 + end.count }
    }
}

/// One request over TCP to this machine, and all of its answer.
private enum LoopbackExchange {
    static func send(_ request: String, port: UInt16) throws -> [UInt8] {
        let raw = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard raw >= 0 else { throw LoadFailure("no socket for the simulator") }
        let connection = FileDescriptor(owning: raw)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(raw, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw LoadFailure("the simulator cannot be reached") }
        let bytes = Array(request.utf8)
        guard case .moved(bytes.count) = bytes.withUnsafeBytes({ connection.send($0) }) else {
            throw LoadFailure("the simulator took no request")
        }
        var answer: [UInt8] = []
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { space.deallocate() }
        while case .moved(let count) = connection.receive(into: space) { answer += space[..<count] }
        return answer
    }
}
