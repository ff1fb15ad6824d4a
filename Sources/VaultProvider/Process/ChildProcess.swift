import CLinux
import Glibc

/// One child of ours from its start until it is reaped: its number cannot become another process's in between.
struct ChildProcess: Sendable {
    let pid: pid_t

    init(_ plan: SpawnPlan) throws(SpawnError) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        ChildProcess.place(plan.descriptors, in: &actions)
        ChildProcess.resetSignals(in: &attributes)
        var pid = pid_t()
        let code = CStrings.with(plan.argv) { argv in
            CStrings.with(plan.environment.words) { words in
                // Without a program the path is empty, and the system says that there is none.
                posix_spawn(&pid, plan.argv.first ?? "", &actions, &attributes, argv, words ?? environ)
            }
        }
        guard code == 0 else { throw SpawnError(errno: code) }
        self.pid = pid
    }

    /// Ends it whatever it does, and reaps it.
    func kill() {
        _ = Glibc.kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }

    /// The exit status, or 128 and the signal's number; nil when it has not ended in time.
    func status(until deadline: MonotonicTime) -> Int32? {
        while true {
            var status: Int32 = 0
            let code = waitpid(pid, &status, WNOHANG)
            if code == pid { return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F }
            if code < 0, errno != EINTR { return nil }
            guard MonotonicTime.now < deadline else { return nil }
            // It has closed its output, so this is the moment between that and its end.
            poll(nil, 0, 1)
        }
    }
}
