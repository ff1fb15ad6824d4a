import CLinux
import Glibc

extension ChildProcess {
    /// Filled from 0 upwards; sources of ours lie above 2, so none is overwritten before its turn.
    static func place(_ descriptors: [SpawnPlan.Descriptor], in actions: inout posix_spawn_file_actions_t) {
        for (target, descriptor) in descriptors.enumerated() {
            switch descriptor {
            case .null: posix_spawn_file_actions_addopen(&actions, Int32(target), "/dev/null", O_RDWR, 0)
            case .open(let source): posix_spawn_file_actions_adddup2(&actions, source, Int32(target))
            }
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, Int32(descriptors.count))
    }

    /// The daemon blocks and ignores signals; a child must not inherit that.
    static func resetSignals(in attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }
}

extension SpawnPlan.Environment {
    /// Nil for "as it is".
    var words: [String]? {
        switch self {
        case .only(let words): words
        case .inherited: nil
        }
    }
}
