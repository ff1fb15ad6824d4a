import Testing
import VaultCore

@testable import VaultConfiguration

/// Where the metrics are to be had.
@Suite struct MetricsConfigurationTests {
    @Test func `nowhere unless it is written, on loopback or a socket`() throws {
        func metrics(_ text: String) throws -> MetricsListen? {
            try load(Sample.text(root: "metrics: \(text)")).settings.metrics
        }
        #expect(try load(Sample.text()).settings.metrics == nil)
        #expect(try metrics("{}") == nil)
        #expect(try metrics("{listen: '127.0.0.1:9464'}") == .loopback(octets: [127, 0, 0, 1], port: 9464))
        #expect(try metrics("{listen: '/run/m/socket'}") == .unix(path: "/run/m/socket"))
    }

    @Test func `what other machines reach, and a path that is no good, are reported where they stand`() {
        let advice =
            "metrics.listen: must be a loopback address and a port in quotes, such as \"127.0.0.1:9464\", or the absolute path of a "
            + "Unix socket; to be read from elsewhere, put a proxy before it that knows its callers"
        for text in ["'0.0.0.0:9464'", "'192.168.0.1:9464'", "9464", "'localhost:9464'", "''"] {
            #expect(problems(Sample.text(root: "metrics: {listen: \(text)}")) == [advice], "\(text)")
        }
        #expect(
            problems(Sample.text(workload: "path: '/run/w/s'", root: "metrics: {listen: '/run/w/s'}")) == [
                "metrics.listen: is one of the sockets already, name another file"
            ])
        #expect(
            problems(Sample.text(root: "metrics: {listen: '/run/../s'}")) == [
                "metrics.listen: must be a plain path, without empty, . and .. parts"
            ])
    }
}
