/// An IPv4 loopback address and a port; 0 lets the kernel choose. Tokens go over it in clear, so it is no other network.
struct LoopbackAddress: Equatable, Sendable {
    let octets: [UInt8]
    var port: UInt16

    /// `127.0.0.1:8080` or any other address of 127.0.0.0/8.
    init?(_ text: String) {
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2, let port = UInt16(halves[1]) else { return nil }
        let octets = halves[0].split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        let known = octets.compactMap { $0 }
        guard octets.count == 4, known.count == 4, known[0] == 127 else { return nil }
        self.octets = known
        self.port = port
    }

    var text: String { octets.map { String($0) }.joined(separator: ".") + ":\(port)" }
}
