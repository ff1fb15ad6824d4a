import Testing

@testable import VaultProvider

@Suite struct EndpointRuleTests {
    @Test(arguments: [
        "https://id.example/token", "HTTPS://id.example", "https://id.example:8443/a?b=c", "https://[2001:db8::1]/t",
        "https://[2001:db8::1]:443/t", "http://localhost/t", "http://localhost:8080/t", "http://127.0.0.1:1/t",
        "http://127.255.0.9/", "http://[::1]:80/", "http://LOCALHOST/",
    ])
    func `https anywhere and http to this machine are allowed`(address: String) {
        #expect(EndpointRule.allows(address))
    }

    @Test(arguments: [
        "", "https://", "https:///t", "http://id.example/t", "http://127.0.0.1.id.example/t", "http://128.0.0.1/",
        "http://localhost.id.example/", "http://[::2]/", "ftp://id.example/", "file:///etc/passwd", "//id.example/",
        "https://user@id.example/", "https://user:pw@id.example/", "http://localhost@id.example/",
        "https://id.example/#f", "https://id.example:/t", "https://id.example/a b", "https://id.example/\n",
        "https://id.example:0/", "https://id.example:99999/", "https://id.example:+1/",
        "http://localhost\\@id.example/",
        "http://127.0.0.01x/", "http://127.1/", "https://é.example/", "javascript:alert(1)", "http://[::1",
    ])
    func `everything else is not`(address: String) {
        #expect(!EndpointRule.allows(address))
    }

    @Test(arguments: [
        (
            "https://id.example",
            [
                "https://id.example/.well-known/openid-configuration",
                "https://id.example/.well-known/oauth-authorization-server",
            ]
        ),
        (
            "https://id.example/",
            [
                "https://id.example/.well-known/openid-configuration",
                "https://id.example/.well-known/oauth-authorization-server",
            ]
        ),
        (
            "https://id.example/realms/one",
            [
                "https://id.example/realms/one/.well-known/openid-configuration",
                "https://id.example/.well-known/oauth-authorization-server/realms/one",
            ]
        ),
    ])
    func `metadata is looked for after the path and before it`(issuer: String, addresses: [String]) {
        #expect(WellKnown.addresses(of: issuer) == addresses)
    }

    @Test(arguments: ["http://id.example", "https://id.example?x=y", "https://id.example/#a", "id.example", ""])
    func `an issuer that metadata may not come from has no address`(issuer: String) {
        #expect(WellKnown.addresses(of: issuer) == nil)
    }
}
