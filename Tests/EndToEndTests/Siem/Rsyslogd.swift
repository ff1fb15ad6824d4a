import Foundation
import Glibc
import TestHarness

/// A syslog daemon as most machines have it, with a configuration and a folder of a test's own; `make test` fetches it where the
/// machine has none, and it is never started as a service.
final class Rsyslogd {
    /// A message as it understood it.
    struct Message {
        let input, facility, severity, time, host, program, process, kind, data, text: String

        var sequence: Int? {
            text.firstMatch(of: /^\{"seq":([0-9]+),/).flatMap { Int($0.1) }
        }
    }

    let socketPath: String
    let port = FreePort.find()
    private let folder: TemporaryFolder
    private var program: Program?

    init() throws {
        folder = try TemporaryFolder()
        socketPath = folder.file("log")
        let fields = [
            "inputname", "protocol-version", "syslogfacility-text", "syslogseverity-text",
            "timereported:::date-rfc3339", "hostname", "app-name", "procid", "msgid", "structured-data", "msg",
        ]
        try folder.write(
            """
            global(workDirectory="\(folder.path)" maxMessageSize="64k")
            module(load="imuxsock" SysSock.Use="off")
            module(load="imptcp")
            input(type="imuxsock" Socket="\(socketPath)" UseSpecialParser="off" ParseHostname="on" UseSysTimeStamp="off")
            input(type="imptcp" address="127.0.0.1" port="\(port)" SupportOctetCountedFraming="on")
            template(name="all" type="string" string="\(fields.map { "%\($0)%" }.joined(separator: "\\t"))\\n")
            action(type="omfile" file="\(folder.file("out"))" template="all")
            """, to: "conf")
    }

    /// Returns when it listens.
    func start() async throws {
        let fetched = Promtool.root.appendingPathComponent(".build/siem/rsyslog").path
        let libraries = "\(fetched)/usr/lib/x86_64-linux-gnu"
        let own = "\(fetched)/usr/sbin/rsyslogd"
        let isFetched = access(own, X_OK) == 0
        unlink(socketPath)
        program = try Program(
            isFetched ? own : "/usr/sbin/rsyslogd",
            ["-n", "-f", folder.file("conf"), "-i", folder.file("pid")]
                + (isFetched ? ["-M", "\(libraries)/rsyslog"] : []),
            environment: isFetched ? ["LD_LIBRARY_PATH": libraries] : [:])
        while !Self.isListening(port) || access(socketPath, F_OK) != 0 {
            guard program?.isRunning == true else {
                throw TestVault.Failed(what: "rsyslogd: \(program?.standardError ?? "")")
            }
            await Task.yield()
        }
    }

    func stop() async {
        program?.send(signal: SIGTERM)
        _ = await program?.ended()
        unlink(socketPath)
    }

    /// All that it has written until now.
    var messages: [Message] {
        String(decoding: folder.bytes("out"), as: UTF8.self).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 11, fields[1] == "1" else { return nil }
            return Message(
                input: fields[0], facility: fields[2], severity: fields[3], time: fields[4], host: fields[5],
                program: fields[6], process: fields[7], kind: fields[8], data: fields[9],
                text: fields[10].trimmingCharacters(in: .whitespaces))
        }
    }

    func messages(from input: String) -> [Message] { messages.filter { $0.input == input } }

    private static func isListening(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafeBytes(of: &address) {
            connect(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        } == 0
    }
}
