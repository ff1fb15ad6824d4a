import VaultCore

extension ConfigurationReader {
    func providerLimits(_ object: ObjectReader) -> ProviderLimits {
        var limits = ProviderLimits()
        if let count = object.integer("requests_per_second") { limits.requestsPerSecond = Int(count) }
        limits.burst = object.integer("burst").map { Int($0) }
        if let count = object.integer("in_flight") { limits.inFlight = Int(count) }
        return limits
    }
}
