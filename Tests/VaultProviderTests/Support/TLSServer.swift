import CLinux
import Foundation
import Glibc

@testable import VaultProvider

/// An HTTPS server of Python's: answers every request with `{}`, and writes down what it got beneath the TLS.
final class TLSServer {
    /// Descriptor 0 is the listening socket, 1 the log; the words are certificate, key, and a protocol or a dash.
    private static let script = """
        import socket, ssl, sys
        listener = socket.socket(fileno=0)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        if sys.argv[3] != "-":
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            version = getattr(ssl.TLSVersion, sys.argv[3])
            context.minimum_version = context.maximum_version = version
        while True:
            plain, _ = listener.accept()
            plain.settimeout(10)
            try:
                secure = context.wrap_socket(plain, server_side=True)
                text = b""
                while b"\\r\\n\\r\\n" not in text or b"=" not in text.split(b"\\r\\n\\r\\n")[1]:
                    part = secure.recv(65536)
                    if not part:
                        break
                    text += part
                print(secure.version(), text.split(b"\\r\\n\\r\\n")[-1].decode(), flush=True)
                secure.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\n{}")
                secure.close()
            except Exception as error:
                print("failed", type(error).__name__, flush=True)
                plain.close()
        """

    let port: UInt16
    private let child: ChildProcess
    private let log: Int32

    init(_ files: (certificate: String, key: String), version: String = "-") throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        var ends: [Int32] = [-1, -1]
        guard isListening, vault_pipe2(&ends, O_CLOEXEC) == 0 else { throw POSIXError(.EIO) }
        defer { close(ends[1]) }
        port = UInt16(bigEndian: address.sin_port)
        log = ends[0]
        child = try ChildProcess(
            SpawnPlan(
                argv: ["/usr/bin/python3", "-W", "ignore", "-c", Self.script, files.certificate, files.key, version],
                environment: .inherited, descriptors: [.open(listener), .open(ends[1]), .null]))
    }

    deinit { close(log) }

    /// Stops the server and tells what it wrote down.
    func stop() -> String {
        child.kill()
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let got = read(log, &buffer, buffer.count)
            guard got > 0 else { return text }
            text += String(decoding: buffer[..<got], as: UTF8.self)
        }
    }
}
