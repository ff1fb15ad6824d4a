import CLinux
import Glibc

/// The processors that client and server are pinned to, so that every pair of runs is placed alike.
///
/// With one connection across two processors every server shows the wake-up time of an idle one (40 to 50 µs), so that
/// shape runs on one processor.
struct Processors: Equatable, Sendable {
    let client: Int32
    let server: Int32

    /// The first two that this process may run on; the same one twice where there is no second.
    static func choose() -> Processors {
        let usable = (0..<Int32(1024)).filter { vault_may_run_on_cpu($0) == 1 }.prefix(2)
        let first = usable.first ?? 0
        return Processors(client: first, server: usable.last ?? first)
    }

    var shared: Processors { Processors(client: client, server: client) }

    static func pinCaller(to processor: Int32) { _ = vault_pin_to_cpus(0, processor, processor) }

    /// Moves every thread of a process.
    static func pin(process: Int32, to processor: Int32) {
        for thread in ProcessFolder(process).threads { _ = vault_pin_to_cpus(thread, processor, processor) }
    }

    /// Lets every thread of a process run on both.
    func spread(process: Int32) {
        for thread in ProcessFolder(process).threads { _ = vault_pin_to_cpus(thread, client, server) }
    }
}
