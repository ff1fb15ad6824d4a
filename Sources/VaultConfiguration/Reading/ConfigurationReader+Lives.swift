import VaultCore
import VaultJSON

/// How long refresh tokens live, and what is done about it.
extension ConfigurationReader {
    func grants(_ object: ObjectReader) -> GrantSettings {
        var settings = GrantSettings()
        if let notice = object.duration("expiry_notice") { settings.noticeSeconds = notice / 1_000 }
        if let age = object.duration("reap_after") { settings.reapAfterSeconds = age / 1_000 }
        return settings
    }

    /// 0 takes back what the preset says.
    func setLives(_ object: ObjectReader, _ settings: inout ProviderSettings?) {
        if let life = object.duration("absolute_life") {
            settings?.lives.absoluteSeconds = life == 0 ? nil : life / 1_000
        }
        if let life = object.duration("idle_life") { settings?.lives.idleSeconds = life == 0 ? nil : life / 1_000 }
        if let age = object.duration("keep_alive") { settings?.keepAliveSeconds = age == 0 ? nil : age / 1_000 }
        if let ahead = object.duration("refresh_ahead") {
            settings?.refreshAheadSeconds = ahead == 0 ? nil : ahead / 1_000
        }
        if let count = object.integer("issuance_cap") {
            let per = settings?.issuanceCap?.per ?? "account and client"
            settings?.issuanceCap = count == 0 ? nil : IssuanceCap(count: Int(count), per: per)
        }
    }
}
