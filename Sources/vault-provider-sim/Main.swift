import CLinux
import Glibc
import VaultCommandLine
import VaultJSON
import VaultSocket

/// Starts the simulator and waits for the signal that ends it.
@main struct Main {
    private static let terminal = Terminal()

    static func main() {
        do {
            switch try SimulatorProgram.spec.parse(Array(CommandLine.arguments.dropFirst())) {
            case .help(let text): terminal.print(text)
            case .run(let line): try run(try Options(line))
            }
        } catch let error as UsageError {
            end(.usage, error.text(program: SimulatorProgram.spec.name))
        } catch {
            end(.failed, "\(SimulatorProgram.spec.name): \(error)\n")
        }
    }

    private static func run(_ options: Options) throws {
        let signals = blockSignals()
        raiseDescriptorLimit()
        var client = ClientRegistration(
            id: options.clientID, secret: try secret(options.secretPlace), method: options.clientAuthentication,
            basicEncoding: options.basicEncoding)
        if case .publicKey(let path) = options.secretPlace { client.publicKey = try ClientSecretFile.publicKey(path) }
        let listener = try Listener(options.address)
        let setup = Simulator.Setup(
            baseURL: options.baseURL ?? "http://\(listener.address.text)", client: client, defaults: options.rules,
            profile: options.profile ?? .standard, burnsOnWrongClient: options.burnsOnWrongClient,
            looksAtTokenFirst: options.looksAtTokenFirst,
            wantsProofs: options.wantsProofs)
        let acceptor = Acceptor(listener, SharedSimulator(Simulator(setup)))
        guard DetachedThread.start({ acceptor.run() }) else { throw StartError.system("start a thread") }
        if options.endsWithStandardInput { watchStandardInput() }
        announce(setup, to: options.readyDescriptor)
        wait(for: signals)
    }

    private static func secret(_ place: Options.SecretPlace) throws -> [UInt8] {
        switch place {
        case .nowhere, .publicKey: []
        case .read(let path): try ClientSecretFile.read(path)
        case .write(let path): try ClientSecretFile.write(path)
        }
    }

    /// Before any thread exists, so that the main thread alone receives them.
    private static func blockSignals() -> sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        return signals
    }

    private static func wait(for signals: sigset_t) {
        var signals = signals
        var received: Int32 = 0
        while sigwait(&signals, &received) != 0 {}
        exit(ExitCode.ok.rawValue)
    }

    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static func watchStandardInput() {
        _ = DetachedThread.start {
            var byte: UInt8 = 0
            while read(0, &byte, 1) > 0 {}
            exit(ExitCode.ok.rawValue)
        }
    }

    /// One JSON line: whoever started the simulator reads it and knows where to call.
    private static func announce(_ setup: Simulator.Setup, to descriptor: Int32?) {
        var line = JSONWriter()
        line.object {
            $0.member("base_url", setup.baseURL)
            $0.member("token_endpoint", setup.baseURL + "/token")
            $0.member("client_id", setup.client.id)
            $0.member("pid", getpid())
        }
        line.newline()
        Terminal(output: descriptor ?? STDOUT_FILENO).print(String(decoding: line.bytes, as: UTF8.self))
        if let descriptor { close(descriptor) }
    }

    private static func end(_ code: ExitCode, _ text: String) -> Never {
        terminal.printError(text)
        exit(code.rawValue)
    }
}
