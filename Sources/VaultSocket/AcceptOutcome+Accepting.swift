import CLinux
import Glibc

extension AcceptOutcome {
    /// Takes one caller who waits at a listener; the new socket does not block and is closed on exec.
    static func accepting(from listener: borrowing FileDescriptor) -> AcceptOutcome {
        while true {
            let raw = vault_accept4(listener.raw, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
            if raw >= 0 { return .connection(FileDescriptor(owning: raw)) }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .blocked
            case ECONNABORTED, EPERM, EPROTO: return .aborted
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
            case let code: return .failed(code)
            }
        }
    }
}
