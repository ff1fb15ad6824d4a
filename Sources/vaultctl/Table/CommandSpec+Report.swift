import VaultCommandLine

/// What the command on scopes takes.
extension CommandSpec {
    static let reportScopes = CommandSpec(
        "report scopes", summary: "Tell which scopes clients may have and use, and which rules could be narrower.",
        details: [
            "For each client and provider: what rules allow, what was asked for by name and got (USED, with the number of calls), "
                + "what tokens carried, what was never used, and where rules or tokens are broader than what was asked for. Calls that "
                + "name no scopes get all that they may have and say nothing of what they need; they are counted apart.",
            "Below it the lines of the configuration that would tighten a rule; put them in place of those of the same name. With them "
                + "every call that got a token in this time would have got one. Which of a client's rules a call came by is not counted, "
                + "nor whose token it was.",
            "Counts are kept for 400 days; a crash may lose those of the last minute. Works on the admin socket only.",
        ],
        options: [
            .value("client", "NAME", help: "Only this client."),
            .value("provider", "NAME", help: "Only this provider, and the rules that reach it."),
            .value("days", "N", short: "d", help: "Days to look at, today as the last, up to 400; 30 unless given."),
        ],
        examples: [
            Example("look", "vaultctl report scopes"),
            Example("what does the catalog need?", "vaultctl report scopes --client catalog --days 90"),
        ])
}
