import CLinux
import Glibc
import VaultFetchWire

/// The thread of one `FetchProcess`: moves frames both ways and says when the process must end.
struct FetchConversation: ~Copyable {
    private let process: FetchProcess
    private var channel: FetchChannel
    private var idleSince = MonotonicTime.now
    private let startedBy: MonotonicTime

    private init(process: FetchProcess, socket: Int32) {
        self.process = process
        channel = FetchChannel(socket: socket)
        startedBy = MonotonicTime.now.adding(milliseconds: process.settings.startMilliseconds)
    }

    /// From the start of the program until it is reaped and everybody has an outcome.
    static func run(_ process: FetchProcess) {
        do throws(FetchStartError) {
            let launched = try FetchLaunch.start(process.settings, authority: process.authority)
            process.launched(launched.child.pid)
            var conversation = FetchConversation(process: process, socket: launched.socket)
            let end = conversation.talk()
            let partlyWritten = conversation.channel.partlyWritten
            launched.child.kill()
            process.finish(end, partlyWritten: partlyWritten)
        } catch {
            process.finish(error.end, partlyWritten: nil)
        }
    }

    private mutating func talk() -> FetchEnd {
        while true {
            let now = MonotonicTime.now
            if !process.isIdle { idleSince = now }
            process.expire(now: now.milliseconds)
            if let end = reasonToEnd(now: now) ?? fillChannel(now: now) ?? step(now: now) { return end }
        }
    }

    private func reasonToEnd(now: MonotonicTime) -> FetchEnd? {
        if process.isOverdue(now: now.milliseconds) { return .overdue }
        if !process.isReady, now >= startedBy { return .overdue }
        guard process.isIdle else { return nil }
        return process.isRetired || now >= idleUntil ? .retired : nil
    }

    /// A process that is being sent away for idleness takes nothing more from here on.
    private var idleUntil: MonotonicTime { idleSince.adding(milliseconds: process.settings.idleMilliseconds) }

    private mutating func fillChannel(now: MonotonicTime) -> FetchEnd? {
        while !channel.wantsToWrite, let request = process.next(now: now.milliseconds) {
            guard let frame = try? request.frame() else {
                process.reject(request.id)
                continue
            }
            channel.begin(request.id, frame)
            if channel.write() == .broken { return .died }
        }
        return nil
    }

    private mutating func step(now: MonotonicTime) -> FetchEnd? {
        var entries = [
            pollfd(
                fd: channel.socket, events: Int16(POLLIN | (channel.wantsToWrite ? POLLOUT : 0)), revents: 0),
            pollfd(fd: process.bellDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&entries, 2, wait(now: now)) > 0 else { return nil }
        if entries[1].revents != 0 {
            var count: UInt64 = 0
            _ = read(process.bellDescriptor, &count, 8)
        }
        if entries[0].revents & Int16(POLLOUT) != 0, channel.write() == .broken { return .died }
        if entries[0].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 { return hear() }
        return nil
    }

    private mutating func hear() -> FetchEnd? {
        var refusal: FetchStartFailure?
        let process = process
        let progress = channel.read { report in
            switch report {
            case .ready(let ready):
                process.ready(isConfined: ready.isConfined)
                return true
            case .failed(let failure):
                refusal = failure
                return false
            case .answer(let answer):
                return process.answer(answer)
            }
        }
        if let refusal { return .refused(refusal) }
        return progress == .broken ? .died : nil
    }

    private func wait(now: MonotonicTime) -> Int32 {
        var moments = [idleUntil.milliseconds]
        if !process.isReady { moments.append(startedBy.milliseconds) }
        if let moment = process.nextMoment { moments.append(moment) }
        return MonotonicTime(milliseconds: moments.min() ?? now.milliseconds).millisecondsFromNow
    }
}
