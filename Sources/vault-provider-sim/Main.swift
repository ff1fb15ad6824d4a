import CLinux
import Glibc
import VaultJSON
import VaultSocket

/// Starts the simulator and waits for the signal that ends it.
@main struct Main {
    static func main() {
        do {
            guard let options = try Options(arguments: Array(CommandLine.arguments.dropFirst())) else {
                write(Help.text, to: 1)
                return
            }
            try run(options)
        } catch let error as UsageError {
            end(with: 2, "\(error)")
        } catch {
            end(with: 1, "\(error)")
        }
    }

    private static func run(_ options: Options) throws {
        let signals = blockSignals()
        raiseDescriptorLimit()
        let secret = try secret(options)
        let listener = try Listener(options.address())
        let baseURL = options.baseURL ?? "http://\(listener.address.text)"
        let client = ClientRegistration(
            id: options.clientID, secret: secret, method: options.clientAuthentication,
            basicEncoding: options.basicEncoding)
        let setup = Simulator.Setup(baseURL: baseURL, client: client, defaults: options.rules)
        let acceptor = Acceptor(listener, SharedSimulator(Simulator(setup)))
        guard DetachedThread.start({ acceptor.run() }) else { throw StartError.system("start a thread") }
        if options.endsWithStandardInput { watchStandardInput() }
        announce(setup, to: options.readyDescriptor)
        wait(for: signals)
    }

    private static func secret(_ options: Options) throws -> [UInt8] {
        switch try options.secretPlace() {
        case .nowhere: []
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
        exit(0)
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
            exit(0)
        }
    }

    /// One JSON line: whoever started the simulator reads it and knows where to call.
    private static func announce(_ setup: Simulator.Setup, to descriptor: Int32) {
        var line = JSONWriter()
        line.object {
            $0.member("base_url", setup.baseURL)
            $0.member("token_endpoint", setup.baseURL + "/token")
            $0.member("client_id", setup.client.id)
            $0.member("pid", getpid())
        }
        line.newline()
        write(String(decoding: line.bytes, as: UTF8.self), to: descriptor)
        if descriptor > 2 { close(descriptor) }
    }

    private static func end(with code: Int32, _ sentence: String) -> Never {
        write("vault-provider-sim: \(sentence)\n", to: 2)
        exit(code)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest.removeFirst(count)
        }
    }
}
