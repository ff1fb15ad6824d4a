import Glibc
import VaultFetchWire

/// `vaultfetch`: reads requests from the socket that it was started with, and answers each one.
///
/// It is started by `vaultd` with an empty environment and the socket as file descriptor 0, and ends with the socket.
@main struct Main {
    static func main() {
        let pipe = ReportPipe(descriptor: STDIN_FILENO)
        do throws(StartError) {
            let options = try StartOptions(arguments: Array(CommandLine.arguments.dropFirst()))
            let ready = try prepare(options)
            pipe.write(.ready(ready))
        } catch {
            pipe.write(.failed(error.failure))
            exit(1)
        }
        let fetcher = Fetcher(pipe: pipe)
        RequestLoop(descriptor: STDIN_FILENO, fetcher: fetcher).run()
        // Nobody is left to answer to; open requests are lost with the asking side.
        _exit(0)
    }

    /// Everything that has to happen while there is one thread and no connection.
    private static func prepare(_ options: StartOptions) throws(StartError) -> FetchReady {
        try TrustStore.install(authority: options.authorityDescriptor)
        try TLSFloor.apply()
        try ProcessLimits.apply()
        let isConfined = FileConfinement.apply()
        return FetchReady(hasPrivateAuthority: options.authorityDescriptor != nil, isConfined: isConfined)
    }
}
