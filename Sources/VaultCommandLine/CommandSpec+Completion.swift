extension CommandSpec {
    /// What every program that has commands answers without declaring it.
    static func completion(of program: String) -> CommandSpec {
        CommandSpec(
            "completion", summary: "Print the completion script of a shell.",
            details: [
                "It completes commands, options, and the values of those that take a word of a few, or a file. It knows this program as "
                    + "it is, and asks nobody."
            ],
            positionals: [
                PositionalSpec(
                    "shell", help: "The shell that it is for.", choices: GeneratedText.shells.map(\.rawValue))
            ],
            examples: [
                Example("bash, in ~/.bashrc", "source <(\(program) completion bash)"),
                Example("zsh, in ~/.zshrc after compinit", "source <(\(program) completion zsh)"),
                Example(
                    "fish, once", "\(program) completion fish > ~/.config/fish/completions/\(program).fish"),
            ])
    }

    var isCompletion: Bool { words == ["completion"] }
}
