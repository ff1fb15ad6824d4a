import VaultCore
import VaultJSON

extension ConfigurationReader {
    func sessions(_ object: ObjectReader) -> SessionSettings {
        var settings = SessionSettings()
        let classes = object.entries("classes").compactMap { name, field in sessionClass(name, field) }
        if !classes.isEmpty { settings.classes = classes }
        if let cached = object.integer("cached") { settings.cached = Int(cached) }
        if let failures = object.integer("failures_per_minute") { settings.failuresPerMinute = Int(failures) }
        return settings
    }

    private func sessionClass(_ name: JSONValue, _ field: Field) -> SessionClass? {
        let object = ObjectReader(field, .sessionClass)
        let rules: SessionClass
        do throws(InvalidValue) {
            rules = SessionClass(name: try SessionClassName(name.string ?? ""))
        } catch {
            problems.add("the \(error.field) \(error.problem)", at: name)
            return nil
        }
        return read(object, rules)
    }

    private func read(_ object: ObjectReader, _ defaults: SessionClass) -> SessionClass {
        var rules = defaults
        if let idle = object.duration("idle") { rules.idleSeconds = idle / 1_000 }
        if let absolute = object.duration("absolute") { rules.absoluteSeconds = absolute / 1_000 }
        if let age = object.duration("renew_after") { rules.renewAfterSeconds = age / 1_000 }
        if let overlap = object.duration("overlap") { rules.overlapSeconds = overlap / 1_000 }
        if let count = object.integer("per_subject") { rules.perSubject = Int(count) }
        if let cookie = object.object("cookie", .cookie) { rules.cookie = self.cookie(cookie) }
        if object.bool("has_cookie") == false {
            rules.cookie = nil
            object.member("cookie")?.report("has no effect beside has_cookie: false, take one of them out")
        }
        if rules.idleSeconds > rules.absoluteSeconds {
            (object.member("idle") ?? object.member("absolute") ?? object.field)
                .report("idle must not be longer than absolute, which ends the session before: change one of them")
        }
        return rules
    }

    private func cookie(_ object: ObjectReader) -> SessionCookie {
        var cookie = SessionCookie()
        if let name = object.text("name") {
            cookie.name = name
            if !SessionCookie.isName(name) {
                object.member("name")?.report(
                    "must be the name of a cookie, without __Host-, which is put before it: letters, digits, - and _")
            }
        }
        if let sameSite = object.choice("same_site", SameSiteWord.self) { cookie.sameSite = sameSite.value }
        if let isPartitioned = object.bool("partitioned") { cookie.isPartitioned = isPartitioned }
        if cookie.sameSite == .none, !cookie.isPartitioned {
            object.member("same_site")?.report(
                "sends the cookie with requests from every site, which lets them act as the user: use \"lax\", or add "
                    + "partitioned: true for pages that are embedded elsewhere")
        }
        return cookie
    }
}
