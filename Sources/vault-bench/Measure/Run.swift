/// One run of one thing.
struct Run: Equatable, Sendable {
    /// Operations per second.
    var rate: Double
    var latencies: LatencyHistogram?
    /// Time of the server's processor per operation.
    var serverNanoseconds: Double?
    /// Of the server, after the run.
    var residentBytes: UInt64?

    init(
        rate: Double, latencies: LatencyHistogram? = nil, serverNanoseconds: Double? = nil, residentBytes: UInt64? = nil
    ) {
        self.rate = rate
        self.latencies = latencies
        self.serverNanoseconds = serverNanoseconds
        self.residentBytes = residentBytes
    }
}

/// Runs of the subject and its yardstick, one after the other, so that whatever else the machine does meets both.
struct PairedRuns: Equatable, Sendable {
    private(set) var subject: [Run] = []
    private(set) var yardstick: [Run] = []

    /// Alternates which of the two goes first: the second of a pair finds the machine warmer.
    static func measure(
        rounds: Int, subject: () throws -> Run, yardstick: () throws -> Run
    ) rethrows -> PairedRuns {
        var runs = PairedRuns()
        for round in 0..<rounds {
            if round % 2 == 0 {
                runs.yardstick.append(try yardstick())
                runs.subject.append(try subject())
            } else {
                runs.subject.append(try subject())
                runs.yardstick.append(try yardstick())
            }
        }
        return runs
    }

    /// The subject's rate as a part of the yardstick's, pair by pair.
    var ratios: [Double] { zip(subject, yardstick).map { $0.rate / $1.rate } }

    /// The processor time of the two servers for one operation, pair by pair: steadier than rates on a busy machine.
    var costs: [Double] {
        zip(subject, yardstick).compactMap { subject, yardstick in
            guard let ours = subject.serverNanoseconds, let theirs = yardstick.serverNanoseconds, theirs > 0 else {
                return nil
            }
            return ours / theirs
        }
    }
}
