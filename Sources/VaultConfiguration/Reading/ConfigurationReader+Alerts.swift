import VaultCore
import VaultJSON

extension ConfigurationReader {
    func alerts(_ object: ObjectReader) -> AlertSettings {
        var settings = AlertSettings()
        settings.command = object.member("command").flatMap(argv)
        if let rules = words(object, "rules", AlertRule.self) { settings.rules = rules }
        if let time = object.duration("cooldown") { settings.cooldownSeconds = time / 1_000 }
        settings.heartbeatSeconds = object.duration("heartbeat").map { $0 / 1_000 }
        if let count = object.integer("tokens_per_minute") { settings.tokensPerMinute = count }
        if let count = object.integer("denials_per_minute") { settings.denialsPerMinute = count }
        if let count = object.integer("revocations_per_minute") { settings.revocationsPerMinute = count }
        if let field = object.member("quiet_hours") {
            if let hours = field.value.string.flatMap(QuietHours.init) {
                settings.quietHours = hours
            } else {
                field.report("must be two different hours of the day in quotes, from 00 to 23, such as \"22-06\"")
            }
        }
        return settings
    }
}
