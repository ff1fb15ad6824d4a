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

    func audit(_ object: ObjectReader) -> AuditSettings? {
        guard let path = object.path(at: "path") else { return nil }
        var settings = AuditSettings(path: path)
        settings.keyPath = object.path(at: "key")
        if let time = object.duration("seal_every") { settings.sealSeconds = time / 1_000 }
        if let size = object.integer("rotate_bytes") { settings.rotateBytes = size }
        if let age = object.duration("rotate_every") { settings.rotateSeconds = age / 1_000 }
        settings.keepSeconds = object.duration("keep").map { $0 / 1_000 }
        if let words = object.member("unrecorded") { settings.unrecorded = unrecorded(words) }
        return settings
    }

    /// What gives must never leave without a record, and how the daemon is may always be asked.
    private func unrecorded(_ field: Field) -> Set<Method.Consequence> {
        let words = ["ending": Method.Consequence.ending, "reading": .reading]
        guard let elements = field.value.elements else {
            field.report("must be an array of \"ending\" and \"reading\", or an empty one")
            return []
        }
        var found: Set<Method.Consequence> = []
        for element in elements {
            guard let word = element.string.flatMap({ words[$0] }) else {
                field.report("must have no value but \"ending\" and \"reading\"")
                continue
            }
            found.insert(word)
        }
        return found
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
