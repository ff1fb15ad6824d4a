import Testing
import VaultCore

@testable import VaultWire

struct IncomingLineTests {
    @Test(arguments: ["1", "-7.5e3", "\"a\\n\"", "null"])
    func `the id comes back as it was written`(id: String) {
        let call = call(#"{"jsonrpc":"2.0","id":\#(id),"method":"system.ping"}"#)
        #expect(call?.id == .json(Array(id.utf8)))
        #expect(call?.method == .systemPing)
    }

    @Test func `a call without an id is a notification`() {
        #expect(call(#"{"jsonrpc":"2.0","method":"system.ping"}"#)?.id == .notification)
    }

    @Test(arguments: [
        ("{", ErrorType.parseError), ("", .parseError), (#"{"id":1,"id":2}"#, .parseError), ("[1,]", .parseError),
        ("7", .invalidRequest), ("\"x\"", .invalidRequest), ("[]", .invalidRequest),
    ])
    func `a line that is no call fails as a whole`(line: String, type: ErrorType) {
        guard case .failed(let error) = incoming(line) else {
            Issue.record("taken: \(line)")
            return
        }
        #expect(error.type == type)
    }

    @Test(arguments: [
        #"{"id":1,"method":"system.ping"}"#, #"{"jsonrpc":"1.0","id":1,"method":"system.ping"}"#,
        #"{"jsonrpc":2.0,"id":1,"method":"system.ping"}"#, #"{"jsonrpc":"2.0","id":1}"#,
        #"{"jsonrpc":"2.0","id":1,"method":7}"#, #"{"jsonrpc":"2.0","id":true,"method":"system.ping"}"#,
        #"{"jsonrpc":"2.0","id":[1],"method":"system.ping"}"#, #"{}"#,
    ])
    func `a broken envelope is an invalid request with id null`(line: String) {
        let call = call(line)
        #expect(call?.id == .null)
        #expect(throws: WireError.self) { try call?.request.get() }
        if case .failure(let error)? = call?.request { #expect(error.type == .invalidRequest) }
    }

    @Test func `an id longer than the cap is refused`() {
        let long = String(repeating: "i", count: WireLimits.idBytes - 1)
        #expect(call(#"{"jsonrpc":"2.0","id":"\#(long)","method":"system.ping"}"#)?.id == .null)
        let longest = long.dropLast()
        #expect(call(#"{"jsonrpc":"2.0","id":"\#(longest)","method":"system.ping"}"#)?.id != .null)
    }

    @Test func `an unknown method keeps its id and is told as such`() {
        let call = call(#"{"jsonrpc":"2.0","id":1,"method":"grant.steal"}"#)
        #expect(call?.id == .json([UInt8(ascii: "1")]))
        #expect(call?.method == nil)
        if case .failure(let error)? = call?.request {
            #expect(error == .methodNotFound)
        } else {
            Issue.record("taken")
        }
    }

    @Test(arguments: Method.allCases)
    func `every method of the vocabulary is found by its name`(method: Method) {
        let line = #"{"jsonrpc":"2.0","id":1,"method":"\#(method.rawValue)"}"#
        #expect(call(line)?.method == method)
        var outline = CallOutline()
        #expect(Array(line.utf8).withUnsafeBytes { outline.scan($0, limits: limits) } == .call)
        let found = outline.method
        #expect(found == method)
    }

    @Test func `parameters by position are refused`() {
        if case .failure(let error)? = call(#"{"jsonrpc":"2.0","id":1,"method":"token.get","params":["g"]}"#)?.request {
            #expect(error.type == .invalidParams && error.field == "params")
        } else {
            Issue.record("taken")
        }
    }

    @Test func `unknown members are passed over, of the call and of its parameters`() throws {
        let line =
            #"{"jsonrpc":"2.0","id":1,"method":"provider.test","x":{"y":1},"params":{"provider":"p","later":[1]}}"#
        guard case .success(.providerTest(let provider))? = call(line)?.request else {
            Issue.record("refused")
            return
        }
        #expect(try provider == ProviderName("p"))
    }

    @Test func `a batch keeps its calls in order, broken ones among them`() {
        guard
            case .batch(let calls) = incoming(
                #"[{"jsonrpc":"2.0","method":"system.ping"},7,{"jsonrpc":"2.0","id":3,"method":"x"}]"#)
        else {
            Issue.record("no batch")
            return
        }
        #expect(calls.map(\.id) == [.notification, .null, .json(Array("3".utf8))])
    }

    @Test(arguments: [(WireLimits.batchCalls, true), (WireLimits.batchCalls + 1, false)])
    func `a batch longer than the cap is refused as a whole`(count: Int, isTaken: Bool) {
        let call = #"{"jsonrpc":"2.0","id":1,"method":"system.ping"}"#
        let line = incoming("[" + Array(repeating: call, count: count).joined(separator: ",") + "]")
        switch line {
        case .batch(let calls): #expect(isTaken && calls.count == count)
        case .call, .failed: #expect(!isTaken)
        }
    }

    @Test func `a parse error tells the place and not the text`() {
        guard case .failed(let error) = incoming(#"{"refresh_token":"ghr_secret" "#) else { return }
        #expect(error.message.contains("column"))
        #expect(!error.message.contains("ghr_"))
    }
}
