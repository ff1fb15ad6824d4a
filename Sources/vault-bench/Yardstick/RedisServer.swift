import Glibc
import VaultSocket

/// A Redis of its own in a folder of its own, on a Unix socket and nothing else: what most people would keep tokens in.
final class RedisServer {
    /// Whether a write is on the disk before it is answered.
    enum Durability {
        case memoryOnly
        case everyWrite
    }

    let socket: String
    private let folder: WorkFolder
    private let process: ChildProcess

    var id: Int32 { process.id }

    /// - Throws: `MissingPeer` where the machine has none.
    init(_ context: BenchContext, _ durability: Durability) throws {
        guard let program = Self.program else { throw Self.missing }
        folder = try WorkFolder(in: context.folder)
        socket = folder.file("redis.sock")
        process = try ChildProcess(
            program,
            [
                "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--dir", folder.path, "--save", "",
                "--appendonly", durability == .everyWrite ? "yes" : "no", "--appendfsync", "always",
                "--auto-aof-rewrite-percentage", "0", "--daemonize", "no",
            ], processor: context.processors.server, errors: folder.file("log"))
        // It says on its output when it is ready; the lines before that are about its version.
        while let line = process.readLine() {
            if line.contains("Ready to accept connections") || line.contains("ready to accept connections") { return }
        }
        throw LoadFailure("redis-server did not start: \(TextFile.read(folder.file("log")))")
    }

    static var isInstalled: Bool { program != nil }
    static let missing = MissingPeer("redis-server is not installed (Debian, Ubuntu: apt-get install redis-server)")

    private static var program: String? {
        Programs.find("redis-server", in: (getenv("PATH").map { String(cString: $0) } ?? "") + ":/usr/bin:/usr/sbin")
    }

    /// A command as a line of the ring: an array of texts (RESP).
    static func command(_ words: [String]) -> [UInt8] {
        Array(
            ("*\(words.count)\r\n" + words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()).utf8)
    }
}
