import Foundation
import TestHarness
import Testing
import VaultJSON

/// Each recipe of Docs/import.md, word for word, on data of the shape that its source has; what it writes is imported.
@Suite struct ImportRecipeTests {
    struct Recipe: Sendable, CustomTestStringConvertible {
        let name: String
        let input: String
        /// What comes out, as JSON with sorted names.
        let rows: [String]
        var testDescription: String { name }
    }

    private static let nango = #"""
        {"id":1,"connection_id":"c-1","provider_config_key":"sim","provider":"github","created_at":"2026-01-02T03:04:05.000Z","updated_at":"2026-01-02T03:04:05.000Z","last_fetched_at":null,"metadata":null,"connection_config":{},"errors":[],"tags":null,"end_user":{"id":"alice","display_name":null,"email":"alice@example.com","tags":null,"organization":null},"credentials":{"type":"OAUTH2","access_token":"at-1","refresh_token":"rt-1","expires_at":"2026-01-02T04:04:05.123Z","raw":{"access_token":"at-1","refresh_token":"rt-1","scope":"repo,gist"}}}
        {"id":2,"connection_id":"c-2","provider_config_key":"sim","provider":"linear","created_at":"2026-01-02T03:04:05.000Z","end_user":null,"credentials":{"type":"OAUTH2","access_token":"at-2","refresh_token":"rt-2","raw":{}}}
        {"id":3,"connection_id":"c-3","provider_config_key":"sim","provider":"stripe","end_user":null,"credentials":{"type":"API_KEY","apiKey":"k"}}
        {"id":4,"connection_id":"c-4","provider_config_key":"sim","provider":"slack","end_user":null,"credentials":{"type":"OAUTH2","access_token":"at-4","raw":{}}}
        """#

    private static let cookies = #"""
        {"subject":"user:default/alice","cookie":"theme=dark; sim-refresh-token=rt%2B1%3D; sim-granted-scope=read%3Auser%20repo; sim-nonce=x"}
        {"subject":"user:default/bob","cookie":"sim-refresh-token=; other=1"}
        """#

    private static let offline = #"""
        {"row":{"id":"123e4567-e89b-4d3a-a456-426614174000","user_entity_ref":"user:default/alice","oidc_client_id":null,"token_hash":"c2FsdA==.aGFzaA==","upstream_token_key":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc","auth_provider_id":"sim","auth_provider_env":null,"granted_scope":"a b"},"token":"123e4567-e89b-4d3a-a456-426614174000.AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM.AQEBAQEBAQEBAQEBA5H6w-LajWP8prlHAlIDWYWUctl5-1JwPUljSRSt1xyKITevqMQYDW0"}
        {"row":{"id":"223e4567-e89b-4d3a-a456-426614174001","user_entity_ref":"user:default/bob","token_hash":"c2FsdA==.aGFzaA==","upstream_token_key":null,"auth_provider_id":null},"token":"223e4567-e89b-4d3a-a456-426614174001.AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM"}
        """#

    private static let proxy = #"""
        {"cookie":"djIuWDI5aGRYUm9NbDl3Y205NGVTMHdOREEwTURRd05EQTBNRFF3TkRBME1EUXdOREEwTURRd05EQTBNRFF3TkEuQ1FrSkNRa0pDUWtKQ1FrSkNRa0pDUQ==|1700000000|BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=","value":"AgICAgICAgICAgICYR1ZdqWdN1UMh9+ZB51Mt+wVRYdk0w/LNVeYoYyw/ETlFlIP/SbelA3TBER25QZ6hu6x1bDuK4fFJvqLrFcvS02qc0yE5+MbqUyXkW3RsC6CdZFDWCNUiNF/44BYWzKTAUMSak7+e5w0uPFIUgfZDSF6GMRRV7yF+AzaVvUf8SrE5qpzessT5N2t7s3hdM1dgdMpn05HmL7PK/eHz8cj52QtVKwzxMd1JoxwOruUgRWg49kC9cKJ"}
        """#

    static let recipes = [
        Recipe(
            name: "files", input: "",
            rows: [#"{"provider":"sim","refresh_token":"rt-of-alice","subject":"user:default/alice"}"#]),
        Recipe(
            name: "nango", input: nango,
            rows: [
                #"{"labels":{"nango":"c-1"},"provider":"sim","refresh_token":"rt-1","scopes":["repo","gist"],"subject":"user:default/alice"}"#,
                #"{"labels":{"nango":"c-2"},"provider":"sim","refresh_token":"rt-2","subject":"user:default/c-2"}"#,
            ]),
        Recipe(
            name: "backstage-cookies", input: cookies,
            rows: [
                #"{"provider":"sim","refresh_token":"rt+1=","scopes":["read:user","repo"],"subject":"user:default/alice"}"#
            ]),
        Recipe(
            name: "backstage-offline", input: offline,
            rows: [
                #"{"provider":"sim","refresh_token":"upstream-refresh-of-alice","scopes":["a","b"],"subject":"user:default/alice"}"#
            ]),
        Recipe(
            name: "oauth2-proxy", input: proxy,
            rows: [
                #"{"provider":"sim","refresh_token":"refresh-of-alice-at-the-proxy-0123456789","subject":"user:default/alice"}"#
            ]),
    ]

    private static let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Docs/import.md")

    /// Interpreter and text of each recipe, by name.
    private static func programs() throws -> [String: (interpreter: String, text: String)] {
        var found: [String: (String, String)] = [:]
        for part in try String(contentsOf: document, encoding: .utf8).components(separatedBy: "<!-- recipe ")
            .dropFirst()
        {
            let words = part.components(separatedBy: " -->")[0].components(separatedBy: ": ")
            let body = part.components(separatedBy: "```")[1]
            found[words[0]] = (words[1], String(body[body.firstIndex(of: "\n")!...].dropFirst()))
        }
        return found
    }

    @Test func `every recipe has its data`() throws {
        #expect(try Self.programs().keys.sorted() == Self.recipes.map(\.name).sorted())
    }

    @Test(arguments: recipes)
    func `turns its source's shape into lines that are imported`(recipe: Recipe) async throws {
        let sim = try RunningSimulator()
        let vault = try await TestVault(sim)
        try await vault.start()
        _ = try vault.folder.makeFolder("tokens")
        _ = try vault.folder.makeFolder("tokens/sim")
        try vault.folder.write("rt-of-alice\n", to: "tokens/sim/alice")
        let program = try #require(try Self.programs()[recipe.name])
        try vault.folder.write(program.text, to: "recipe")
        let command =
            switch program.interpreter {
            case "jq": "jq -c -f recipe"
            default: "\(program.interpreter) recipe"
            }
        let made = try await Program.run(
            "/bin/sh", ["-c", "cd \(vault.folder.path) && PROVIDER=sim exec \(command)"],
            input: Array(recipe.input.utf8))
        #expect(made.ending == .exit(0), "\(made.errors)")
        let sorted = try await Program.run(
            "/bin/sh", ["-c", "exec jq -S -c ."], input: Array(made.output.utf8))
        #expect(sorted.output.split(separator: "\n").map(String.init) == recipe.rows)
        let imported = try await Program.run(
            "vaultctl", ["import", "-", "--json"], environment: ["VAULTD_SOCKET": vault.adminSocket],
            input: Array(made.output.utf8))
        #expect(imported.output == "{\"dry_run\":false,\"stored\":\(recipe.rows.count),\"present\":0,\"refused\":0}\n")
        #expect(await vault.stop() == .exit(0))
    }
}
