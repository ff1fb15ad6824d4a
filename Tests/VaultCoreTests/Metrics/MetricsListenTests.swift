import Testing
import VaultCore

struct MetricsListenTests {
    @Test func `loopback addresses with a port, and paths`() {
        #expect(MetricsListen("127.0.0.1:9464") == .loopback(octets: [127, 0, 0, 1], port: 9464))
        #expect(MetricsListen("127.255.0.9:1") == .loopback(octets: [127, 255, 0, 9], port: 1))
        #expect(MetricsListen("/run/vaultd/metrics.sock") == .unix(path: "/run/vaultd/metrics.sock"))
    }

    @Test(arguments: [
        "", "9464", ":9464", "0.0.0.0:9464", "10.0.0.1:9464", "128.0.0.1:9464", "127.0.0.1", "127.0.0.1:",
        "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:+1", "127.0.0.1:09464", "127.1:9464", "0127.0.0.1:9464",
        "127.0.0.256:1", "127.0.0.1:1:2", "localhost:9464", "[::1]:9464", "127.0.0.1.:1", "relative/path",
    ])
    func `nothing that another machine could reach, or that could be read in two ways`(text: String) {
        #expect(MetricsListen(text) == nil)
    }
}
