import Testing

/// Selectors that say nothing, too much, or what cannot be.
@Suite struct MatchRefusalTests {
    @Test(arguments: [
        ("{uid: 1, user: 'backstage'}", "match[0].user: says the same as uid, leave one of them out"),
        ("{gid: 1, group: 'vault'}", "match[0].group: says the same as gid, leave one of them out"),
        ("{user: 'nobody-here'}", "match[0].user: is no user of this machine, add it or correct the name"),
        ("{group: 'nobody-here'}", "match[0].group: is no group of this machine, add it or correct the name"),
        ("{uid: -1}", "match[0].uid: must be a whole number from 0 to 4294967294"),
        ("{uid: 1.0}", "match[0].uid: must be a whole number from 0 to 4294967294"),
        ("{uid: 4294967295}", "match[0].uid: must be a whole number from 0 to 4294967294"),
        (
            "{uid: 1}, {uid: 1}",
            "match[1]: matches the same peers as client c, who comes first: they would never be this client"
        ),
        (
            "{gid: 5, user: 'nobody-here'}, {gid: 5}",
            "match[0].user: is no user of this machine, add it or correct the name"
        ),
        ("{uid: 1}, 7", "match[1]: must be an object in braces"),
        (
            "{}",
            "match[0]: matches nobody, name one of user, uid, group, gid, executable, executable_sha256, systemd_unit"
        ),
        ("{executable: 'bin/x'}", "match[0].executable: must be an absolute path, starting with /"),
        ("{executable: '/bin/../x'}", "match[0].executable: must be a plain path, without empty, . and .. parts"),
        (
            "{executable_sha256: 'abc'}",
            "match[0].executable_sha256: must be 64 hexadecimal digits, as sha256sum prints them"
        ),
        (
            "{uid: 1, executable_sha256: '\(String(repeating: "g", count: 64))'}",
            "match[0].executable_sha256: must be 64 hexadecimal digits, as sha256sum prints them"
        ),
        (
            "{systemd_unit: 'backstage'}",
            "match[0].systemd_unit: must be the full name of a service or scope, such as \"backstage.service\""
        ),
        (
            "{systemd_unit: 'a/b.service'}",
            "match[0].systemd_unit: must be the full name of a service or scope, such as \"backstage.service\""
        ),
        ("", "match: must be a non-empty array of objects, such as [{user: …}]"),
    ])
    func `who a client is`(_ match: String, _ message: String) {
        #expect(problems(Sample.text(clients: Sample.client(match))) == ["clients.c.\(message)"])
    }
}
