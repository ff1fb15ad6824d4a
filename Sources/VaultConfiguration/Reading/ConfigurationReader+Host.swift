import VaultCore
import VaultJSON

extension ConfigurationReader {
    func sockets(_ object: ObjectReader) -> (workload: SocketSettings, admin: SocketSettings)? {
        let workload = object.object("workload", .socket).flatMap(socket)
        let admin = object.object("admin", .socket).flatMap(socket)
        guard let workload, let admin else { return nil }
        // Whoever may enter the workload directory must not so reach the admin socket.
        if directory(workload.path) == directory(admin.path) {
            object.object("admin", .socket)?.member("path")?
                .report("must be in another directory than the workload socket")
        }
        if admin.mode & 0o007 != 0 {
            object.object("admin", .socket)?.member("mode")?
                .report("lets everyone on this machine connect to the admin socket, use \"0660\" at most")
        }
        return (workload, admin)
    }

    private func directory(_ path: String) -> Substring { path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }

    private func socket(_ object: ObjectReader) -> SocketSettings? {
        let mode = object.mode("mode")
        let group = object.member("group").flatMap(group)
        guard let path = object.path(at: "path") else { return nil }
        var settings = SocketSettings(path: path, group: group)
        if let mode { settings.mode = mode }
        return settings
    }

    /// A name that the system knows, or a number.
    private func group(_ field: Field) -> UInt32? {
        if let number = field.value.integer, (0...4_294_967_294).contains(number) { return UInt32(number) }
        guard let name = field.value.string else {
            field.report("must be the name of a group in quotes, or its number")
            return nil
        }
        let number = accounts.gid(ofGroup: name)
        if number == nil { field.report("is no group of this machine, add it (groupadd) or correct the name") }
        return number
    }

    func tokens(_ object: ObjectReader) -> TokenSettings {
        var settings = TokenSettings()
        if let life = object.duration("minimum_life") { settings.minimumLifeSeconds = life / 1_000 }
        if let cached = object.integer("cached") { settings.cachedTokens = Int(cached) }
        return settings
    }

    func keys(_ object: ObjectReader) -> KeySettings {
        KeySettings(rotateAfterDays: object.integer("rotate_after_days"), holdDays: object.integer("hold_days"))
    }

    func limits(_ object: ObjectReader) -> LimitSettings {
        var settings = LimitSettings()
        func set(_ name: String, _ member: WritableKeyPath<LimitSettings, Int>) {
            if let number = object.integer(name) { settings[keyPath: member] = Int(number) }
        }
        set("connections", \.connections)
        set("connections_per_client", \.connectionsPerClient)
        set("frame_bytes", \.frameBytes)
        set("in_flight_per_connection", \.inFlightPerConnection)
        set("in_flight_per_client", \.inFlightPerClient)
        set("in_flight", \.inFlight)
        set("buffered_reply_bytes", \.bufferedReplyBytes)
        if let patience = object.duration("slow_reader") { settings.slowReaderMilliseconds = patience }
        checkOrder(of: settings, object)
        return settings
    }

    /// A smaller circle must not be allowed more than the one around it.
    private func checkOrder(of settings: LimitSettings, _ object: ObjectReader) {
        let pairs = [
            ("connections_per_client", settings.connectionsPerClient, "connections", settings.connections),
            (
                "in_flight_per_connection", settings.inFlightPerConnection, "in_flight_per_client",
                settings.inFlightPerClient
            ),
            ("in_flight_per_client", settings.inFlightPerClient, "in_flight", settings.inFlight),
        ]
        for (inner, smaller, outer, larger) in pairs where smaller > larger {
            let field = object.member(inner) ?? object.member(outer) ?? object.field
            field.report("\(inner) (\(smaller)) must not be more than \(outer) (\(larger)), change one of them")
        }
    }
}
