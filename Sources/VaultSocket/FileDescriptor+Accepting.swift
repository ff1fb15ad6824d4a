import CLinux
import Glibc

extension FileDescriptor {
    /// Takes one caller who waits at this listener; the new socket does not block and is closed on exec.
    func accept() -> AcceptOutcome {
        while true {
            let accepted = vault_accept4(raw, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
            if accepted >= 0 { return .connection(FileDescriptor(owning: accepted)) }
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
