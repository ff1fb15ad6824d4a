import Foundation
import TestHarness

/// A browser as far as a backend can tell: it keeps cookies by the rules of their prefix and follows nothing by itself.
actor Browser {
    struct Answer: Sendable {
        let status: Int
        let head: String
        let body: String

        /// The values of a header, in their order.
        func values(_ name: String) -> [String] {
            let prefix = name.lowercased() + ": "
            return head.split(separator: "\r\n").filter { $0.lowercased().hasPrefix(prefix) }
                .map { String($0.dropFirst(prefix.count)) }
        }

        var location: String { values("Location").first ?? "" }
    }

    private let port: UInt16
    private(set) var cookies: [String: String]
    /// Everything that it ever got to see.
    private(set) var seen = ""

    init(at port: UInt16, cookies: [String: String] = [:]) {
        self.port = port
        self.cookies = cookies
    }

    @discardableResult
    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> Answer {
        try await ask("GET", path, headers)
    }

    /// A form of the backend's own page is sent.
    @discardableResult
    func post(_ path: String, from site: String? = "same-origin") async throws -> Answer {
        try await ask("POST", path, site.map { ["Sec-Fetch-Site": $0] } ?? [:])
    }

    /// A script of the frontend asks; it may set headers that forms and other sites cannot.
    @discardableResult
    func script(_ method: String, _ path: String) async throws -> Answer {
        try await ask(method, path, ["X-Requested-With": "XMLHttpRequest"])
    }

    func keep(_ name: String, _ value: String) { cookies[name] = value }

    private func ask(_ method: String, _ path: String, _ headers: [String: String]) async throws -> Answer {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: portal\r\nConnection: close\r\nContent-Length: 0\r\n"
        text += "User-Agent: Swift <Test> Browser\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if !cookies.isEmpty {
            text += "Cookie: " + cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") + "\r\n"
        }
        let answer = try await Self.exchange(text + "\r\n", port)
        seen += answer.head + answer.body
        for line in answer.values("Set-Cookie") { take(line) }
        return answer
    }

    private static func exchange(_ request: String, _ port: UInt16) async throws -> Answer {
        try await onOwnThread {
            let connection = try TCPClient(port)
            connection.send(raw: request)
            guard let (status, head, body) = connection.answer() else {
                throw TestVault.Failed(what: "the backend gave no answer")
            }
            return Answer(status: status, head: head, body: String(decoding: body, as: UTF8.self))
        }
    }

    /// A `__Host-` cookie that breaks its rules is dropped, as browsers do.
    private func take(_ line: String) {
        let parts = line.components(separatedBy: "; ")
        let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let isSound = parts.contains("Secure") && parts.contains("Path=/") && !line.contains("Domain=")
        guard pair[0].hasPrefix("__Host-"), isSound, pair.count == 2 else { return }
        cookies[String(pair[0])] = parts.contains("Max-Age=0") ? nil : String(pair[1])
    }
}
