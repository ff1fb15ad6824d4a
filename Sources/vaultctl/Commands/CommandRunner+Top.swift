import VaultClient
import VaultCommandLine

extension CommandRunner {
    func top() async throws(CommandError) -> ExitCode {
        let command = command
        let interval = try usage { () throws(UsageError) in try command.milliseconds("interval") } ?? 2_000
        guard (100...3_600_000).contains(interval) else {
            throw .usage(UsageError("--interval must be from 100ms to 1h"))
        }
        if command.has("once") || isJSON { return try await sampleOnce(interval) }
        guard let screen = console.openScreen() else {
            throw .usage(UsageError("top needs a terminal to draw on", hint: "use 'vaultctl top --once'"))
        }
        // Before anything else is said, of an error too.
        defer { screen.close() }
        return try await show(on: screen, every: interval)
    }

    /// Rates between two samples.
    private func sampleOnce(_ interval: Int64) async throws(CommandError) -> ExitCode {
        let before = try await sample()
        await console.pause(milliseconds: interval)
        let model = model(before, try await sample())
        try print(
            isJSON
                ? model.json
                : TopScreen(columns: .max, rows: .max).lines(model).map { $0 + "\n" }.joined())
        return .ok
    }

    private func show(on screen: any LiveScreen, every interval: Int64) async throws(CommandError) -> ExitCode {
        var before: Sample?
        while true {
            let sample = try await sample()
            let model = model(before, sample)
            before = sample
            let next = sample.instant.advanced(by: .milliseconds(interval))
            var isWaiting = true
            while isWaiting {
                screen.draw(TopScreen(columns: screen.columns, rows: screen.rows).lines(model))
                let left = ContinuousClock.now.duration(to: next) / .milliseconds(1)
                switch screen.wait(milliseconds: Int64(max(0, left.rounded(.up)))) {
                case .quit: return .ok
                case .resized: break
                case .elapsed: isWaiting = false
                }
            }
        }
    }

    private struct Sample {
        let scrape: Scrape
        let health: DaemonHealth
        let instant: ContinuousClock.Instant
    }

    private func model(_ before: Sample?, _ after: Sample) -> TopModel {
        let seconds = before.map { $0.instant.duration(to: after.instant) / .seconds(1) } ?? 0
        let now = console.now()
        let change = MetricChange(from: before?.scrape, to: after.scrape, seconds: seconds, now: now)
        return TopModel(change, after.health, now: now)
    }

    private func sample() async throws(CommandError) -> Sample {
        let attempt = "watch vaultd"
        let healthResult = try await ask(.health, attempt)
        let health = try read(attempt) { () throws(VaultClientError) in try healthResult.health() }
        let result = try await ask(.metrics, attempt)
        let instant = ContinuousClock.now
        let scrape = try read(attempt) { () throws(VaultClientError) in
            let text = try result.metrics()
            do throws(Scrape.Unreadable) {
                return try Scrape(text)
            } catch {
                throw .protocolViolation("line \(error.line) of the metrics is no series")
            }
        }
        return Sample(scrape: scrape, health: health, instant: instant)
    }
}
