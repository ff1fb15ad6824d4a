package import VaultCore
package import VaultWire

/// The configured limits in the form in which connections ask for them.
package struct ConnectionLimits: Sendable {
    package let frameBytes: Int
    package let wire: WireLimits
    package let inFlight: Int
    package let bufferedReplyBytes: Int
    package let slowReader: Duration
    /// A line that has begun must end within this time: whoever sends byte by byte holds a buffer of ours.
    package let partialLine: Duration

    /// Replies waiting for one connection beyond which no more of its lines are read.
    package var pauseBytes: Int { bufferedReplyBytes / 2 }
    /// Replies that may wait for a peer to whom none waited before.
    package var burstBytes: Int { bufferedReplyBytes * 4 }
    /// Below it reading goes on.
    package var resumeBytes: Int { bufferedReplyBytes / 4 }

    package init(_ settings: LimitSettings, partialLine: Duration = .seconds(30)) {
        frameBytes = settings.frameBytes
        wire = WireLimits(frameBytes: settings.frameBytes)
        inFlight = settings.inFlightPerConnection
        bufferedReplyBytes = settings.bufferedReplyBytes
        slowReader = .milliseconds(settings.slowReaderMilliseconds)
        self.partialLine = partialLine
    }
}
