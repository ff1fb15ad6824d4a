import Glibc
package import VaultJSON

/// A caller whom the kernel names as another user: uid and gid 65534, which is `nobody` on most systems and owns nothing here.
package enum OtherUser {
    package struct NeedsRoot: Error, CustomStringConvertible {
        package let description =
            "this test calls the vault as another user, which needs root: run the tests as root, as CI does"
    }

    package static let uid: Int32 = 65534

    /// Sends each call over one connection and returns the replies in the order of the calls.
    ///
    /// - Throws: `NeedsRoot` when the tests do not run as root.
    package static func call(_ socket: String, _ calls: [(method: String, params: String)]) async throws -> [JSONValue]
    {
        guard geteuid() == 0 else { throw NeedsRoot() }
        let lines = calls.enumerated().map { number, call in
            "{\"jsonrpc\":\"2.0\",\"id\":\(number),\"method\":\"\(call.method)\",\"params\":\(call.params)}\n"
        }
        let ended = try await Program.run(
            "/usr/bin/python3", ["-c", script, socket], input: Array(lines.joined().utf8), asUser: uid)
        guard ended.ending == .exit(0) else { throw SpawnedChild.Failed(what: ended.errors) }
        return try ended.output.split(separator: "\n").map { try JSONDocument(parsing: Array($0.utf8)).root }
    }

    /// One call at a time, so that the replies come in order.
    private static let script = """
        import socket, sys
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(60)
        connection.connect(sys.argv[1])
        replies = connection.makefile("r")
        for line in sys.stdin:
            connection.sendall(line.encode())
            sys.stdout.write(replies.readline())
        """
}
