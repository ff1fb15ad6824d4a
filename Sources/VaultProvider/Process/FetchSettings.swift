import Glibc

/// How `vaultfetch` is run.
package struct FetchSettings: Sendable {
    /// Path of the program.
    package var executable: String
    /// A process is renewed after so many requests, as FoundationNetworking grows a little with each.
    package var requestsPerProcess = 10_000
    /// Requests that one process works on at the same time; more wait here.
    package var inFlight = 256
    /// A process with nothing to do ends after so long, in milliseconds.
    package var idleMilliseconds: Int64 = 300_000
    /// How much later than a request's deadline an answer may come before the process is killed, in milliseconds.
    package var slackMilliseconds: Int64 = 1_500
    /// How long a process may take until it can serve, in milliseconds.
    package var startMilliseconds: Int64 = 10_000
    /// Added to the program's environment, which is empty but for what makes crashes and freed memory silent: a
    /// library path where the Swift runtime is in an unusual place.
    package var environment: [String] = []

    package init(executable: String) { self.executable = executable }

    /// `vaultfetch` in the directory of the running program; nil where that cannot be found out.
    package static func executableBesideThisProgram() -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let slash = path.lastIndex(of: "/") else { return nil }
        return path[...slash] + "vaultfetch"
    }
}
