import CLinux
import Glibc

extension EventLoop {
    /// How many descriptors are registered.
    package var registrationCount: Int {
        expectOnLoop()
        return table.count
    }

    /// Watches a descriptor, level-triggered. The caller keeps owning it, and deregisters before it closes it.
    ///
    /// - Parameter isFirst: told before all others that are ready in the same tick.
    package func register(
        _ descriptor: borrowing FileDescriptor, for interest: Readiness, handler: any EventHandler,
        isFirst: Bool = false
    ) throws(SocketError) -> Registration {
        expectOnLoop()
        let registration = table.insert(handler, descriptor: descriptor.raw, interest: interest, isFirst: isFirst)
        var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: registration.word))
        guard epoll_ctl(epoll.raw, EPOLL_CTL_ADD, descriptor.raw, &event) == 0 else {
            let error = SocketError.last("watch descriptor \(descriptor.raw)")
            _ = table.remove(registration)
            throw error
        }
        return registration
    }

    /// Changes what is waited for; does nothing if the registration is gone.
    package func setInterest(_ interest: Readiness, at registration: Registration) {
        expectOnLoop()
        guard let descriptor = table.setInterest(interest, at: registration) else { return }
        var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: registration.word))
        let result = epoll_ctl(epoll.raw, EPOLL_CTL_MOD, descriptor, &event)
        precondition(result == 0, "a registered descriptor was closed before it was deregistered")
    }

    /// Stops watching; events already fetched for it are dropped. Does nothing if the registration is gone.
    package func deregister(_ registration: Registration) {
        expectOnLoop()
        guard let descriptor = table.remove(registration) else { return }
        _ = epoll_ctl(epoll.raw, EPOLL_CTL_DEL, descriptor, nil)
    }

    /// The handler registered under that name; nil if the registration is gone.
    @inline(__always)
    package func handler(at registration: Registration) -> (any EventHandler)? {
        expectOnLoop()
        return table.handler(at: registration)
    }
}
