import Foundation
import Glibc
import TestHarness

/// What systemd does with a socket unit: it makes the sockets, keeps them, and starts the daemon on them again after each end.
struct SocketKeepingManager {
    let program: Program
    let workloadSocket: String

    init(of vault: TestVault) throws {
        _ = try vault.folder.makeFolder("activation")
        workloadSocket = vault.folder.file("activation/w.sock")
        program = try Program(
            "/usr/bin/python3",
            [
                "-c", Self.script, "workload=\(workloadSocket)", "admin=\(vault.folder.file("activation/a.sock"))",
                "--",
                Program.folder.appendingPathComponent("vaultd").path, "serve", "--config", vault.configurationPath,
            ], environment: vault.notifyEnvironment)
    }

    /// SIGTERM to the daemon, then a new one; returns before that.
    func restart() { program.send(signal: SIGHUP) }

    /// SIGHUP restarts, SIGTERM ends; exits as the daemon does where that ends by itself.
    private static let script = """
        import os, signal, socket, sys
        end = sys.argv.index("--")
        pairs = [word.split("=", 1) for word in sys.argv[1:end]]
        made = []
        for name, path in pairs:
            one = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            one.bind(path)
            one.listen(1024)
            made.append(os.dup2(one.fileno(), 100 + len(made)))
        wanted = {signal.SIGHUP, signal.SIGTERM, signal.SIGCHLD}
        signal.pthread_sigmask(signal.SIG_BLOCK, wanted)

        def start():
            child = os.fork()
            if child:
                return child
            signal.pthread_sigmask(signal.SIG_SETMASK, set())
            for at, one in enumerate(made):
                os.dup2(one, 3 + at)
                os.set_inheritable(3 + at, True)
            os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(made)),
                              LISTEN_FDNAMES=":".join(name for name, _ in pairs))
            os.closerange(3 + len(made), 200)
            os.execv(sys.argv[end + 1], sys.argv[end + 1:])

        child, again = start(), False
        while True:
            got = signal.sigwait(wanted)
            if got == signal.SIGCHLD:
                done, status = os.waitpid(child, os.WNOHANG)
                if not done:
                    continue
                if not again or status:
                    sys.exit(os.waitstatus_to_exitcode(status))
                child, again = start(), False
            else:
                again = got == signal.SIGHUP
                os.kill(child, signal.SIGTERM)
        """
}
