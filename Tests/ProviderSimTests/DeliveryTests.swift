import Foundation
import Testing
import VaultJSON

@testable import vault_provider_sim

@Suite struct DeliveryTests {
    private let answer = HTTPResponse.json { $0.member("expires_in", 60) }

    private func text(_ fault: Fault?) -> String {
        Delivery(answer, fault: fault, keepsAlive: true).steps.map { step in
            switch step {
            case .send(let bytes), .drip(let bytes, _): String(decoding: bytes, as: UTF8.self)
            case .pad(let count): String(repeating: " ", count: count ?? 0)
            }
        }.joined()
    }

    private func body(_ fault: Fault?) -> String {
        let all = text(fault)
        return all.range(of: "\r\n\r\n").map { String(all[$0.upperBound...]) } ?? all
    }

    @Test func `without a fault the answer is whole and the connection goes on`() {
        let delivery = Delivery(answer, fault: nil, keepsAlive: true)
        #expect(delivery.keepsAlive)
        #expect(delivery.status == 200)
        #expect(
            text(nil) == "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n"
                + "Content-Length: 17\r\n\r\n{\"expires_in\":60}")
    }

    @Test func `a client that wants the connection closed is told so`() {
        let delivery = Delivery(answer, keepsAlive: false)
        #expect(!delivery.keepsAlive)
        guard case .send(let bytes)? = delivery.steps.first else { return }
        #expect(String(decoding: bytes, as: UTF8.self).contains("Connection: close\r\n\r\n"))
    }

    @Test func `a drop sends nothing`() {
        #expect(Delivery(answer, fault: .drop(.after), keepsAlive: true) == .nothing)
    }

    @Test func `a truncated answer promises more than it sends`() {
        #expect(text(.truncated(keep: 5)).hasSuffix("Content-Length: 17\r\nConnection: close\r\n\r\n{\"exp"))
    }

    @Test func `a huge answer stays valid JSON and has its length`() {
        let all = text(.huge(bytes: 100))
        #expect(all.contains("Content-Length: 117\r\n"))
        #expect(body(.huge(bytes: 100)) == "{" + String(repeating: " ", count: 100) + "\"expires_in\":60}")
    }

    @Test func `an endless answer has no length`() {
        let delivery = Delivery(answer, fault: .huge(bytes: nil), keepsAlive: true)
        #expect(delivery.steps.contains(.pad(nil)))
        #expect(!text(.huge(bytes: nil)).contains("Content-Length"))
    }

    @Test func `a drip is slow in its body, or from its first byte`() {
        let slow = Delivery(answer, fault: .drip(everyMilliseconds: 7, head: false), keepsAlive: true).steps
        #expect(slow.count == 2)
        #expect(slow.last == .drip(answer.body, everyMilliseconds: 7))
        let slower = Delivery(answer, fault: .drip(everyMilliseconds: 7, head: true), keepsAlive: true).steps
        #expect(slower.count == 1)
    }

    @Test func `a member is replaced, added or taken away`() {
        #expect(body(.bent(.replace(name: "expires_in", raw: Array("\"x\"".utf8)))) == "{\"expires_in\":\"x\"}")
        #expect(body(.bent(.replace(name: "expires_in", raw: nil))) == "{}")
        #expect(
            body(.bent(.append(name: "expires_in", raw: Array("1e400".utf8))))
                == "{\"expires_in\":60,\"expires_in\":1e400}")
    }

    @Test func `invalid UTF-8 is really invalid`() {
        let bent = answer.bent(.invalidUTF8)
        #expect(String(validating: bent.body, as: UTF8.self) == nil)
    }

    @Test func `deep nesting has its depth`() {
        #expect(body(.bent(.deep(levels: 3))) == "{\"expires_in\":60,\"deep\":[[[]]]}")
    }

    @Test func `a form answer is no JSON`() {
        let bent = HTTPResponse.json {
            $0.member("scope", "a b")
            $0.member("expires_in", 60)
        }.bent(.form)
        #expect(String(decoding: bent.body, as: UTF8.self) == "scope=a%20b&expires_in=60")
        #expect(bent.headers.first?.value == "application/x-www-form-urlencoded")
    }

    @Test func `a chunked answer has its length in no field, and its end in an empty chunk`() {
        #expect(body(.chunked(bytes: 10)) == "a\r\n{\"expires_\r\n7\r\nin\":60}\r\n0\r\n\r\n")
        #expect(text(.chunked(bytes: 10)).contains("Transfer-Encoding: chunked\r\n"))
        #expect(!text(.chunked(bytes: 10)).contains("Content-Length"))
    }

    @Test func `an unframed answer ends with its connection`() {
        #expect(body(.unframed) == "{\"expires_in\":60}")
        #expect(!text(.unframed).contains("Content-Length") && text(.unframed).contains("Connection: close\r\n"))
    }

    @Test func `an answer without an object is not bent`() {
        let page = HTTPResponse(status: 200, body: Array("<html>".utf8))
        #expect(page.bent(.form) == page)
    }
}
