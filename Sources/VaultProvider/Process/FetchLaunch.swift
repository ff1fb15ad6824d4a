import CLinux
import Glibc
import VaultFetchWire

/// Starts `vaultfetch` with a socket as descriptor 0 and nothing else of ours: no environment, no files, no signals.
enum FetchLaunch {
    /// Crash reports that print memory are off; freed memory is overwritten (glibc tunables). Symbols are bound at the start: at a
    /// first call the linker would save the vector registers on the stack, with what was copied last (ld.so(8), LD_BIND_NOW). The runtime does
    /// not write to the system's log that it may not raise the priority of its threads, which only root may.
    private static let environment = [
        "SWIFT_BACKTRACE=enable=no", "GLIBC_TUNABLES=glibc.malloc.perturb=165:glibc.malloc.tcache_count=0",
        "LD_BIND_NOW=1", "LIBDISPATCH_LOG=NO",
    ]

    static func start(_ settings: FetchSettings, authority: String?) throws(FetchStartError) -> FetchLaunched {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw FetchStartError(.notStarted(errno: errno)) }
        defer { close(ends[1]) }
        do throws(FetchStartError) {
            let child = try spawn(settings, socket: ends[1], authority: authority)
            // Ours alone is nonblocking; the two ends have their own flags.
            _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
            return FetchLaunched(child: child, socket: ends[0])
        } catch {
            close(ends[0])
            throw error
        }
    }

    private static func spawn(
        _ settings: FetchSettings, socket: Int32, authority: String?
    ) throws(FetchStartError) -> ChildProcess {
        var plan = SpawnPlan(
            argv: [settings.executable], environment: .only(environment + settings.environment),
            descriptors: [.open(socket), .null, .null])
        var file: Int32 = -1
        defer { if file >= 0 { close(file) } }
        if let authority {
            file = open(authority, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
            guard file >= 0 else { throw FetchStartError(.refused(.badAuthority)) }
            plan.argv += ["--authority-fd", "3"]
            plan.descriptors.append(.open(file))
        }
        do throws(SpawnError) {
            return try ChildProcess(plan)
        } catch {
            throw FetchStartError(.notStarted(errno: error.errno))
        }
    }
}
