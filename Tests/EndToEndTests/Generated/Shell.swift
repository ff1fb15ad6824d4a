import Foundation
import TestHarness

/// A shell that really completes a line: the script is loaded as a user would load it, and what the shell would offer is read back.
enum Shell: String, CaseIterable {
    case bash
    case zsh
    case fish

    /// What stands behind the last blank of `line`, completed: all that the shell offers for it, in alphabetical order.
    func offers(_ line: String, of program: String, in folder: TemporaryFolder) async throws -> [String] {
        try folder.write(text, to: "complete.\(rawValue)")
        let ended = try await Program.run(
            "/usr/bin/env", [rawValue] + plain + [folder.file("complete.\(rawValue)"), program, line],
            environment: [
                "PATH": "\(Program.folder.path):/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "TERM": "dumb",
                "LC_ALL": "C.UTF-8",
            ])
        guard ended.ending == .exit(0), ended.errors.isEmpty else {
            throw TestVault.Failed(what: "\(rawValue) ended with \(ended.ending): \(ended.errors)")
        }
        let offers = ended.output.split(separator: "\n").map(String.init).sorted()
        // Where zsh has nothing to offer, what was typed stays in the line.
        return self == .zsh && offers == [String(line.split(separator: " ").last ?? "")] ? [] : offers
    }

    /// Nothing of the machine's own configuration.
    private var plain: [String] {
        switch self {
        case .bash: ["--norc"]
        case .zsh: ["-f"]
        case .fish: ["--no-config"]
        }
    }

    private var text: String {
        switch self {
        // bash calls the function with the words as it split them; = is a word of its own.
        case .bash:
            """
            source <("$1" --generate bash)
            read -ra COMP_WORDS <<< "${2//=/ = }"
            [[ $2 == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            function=$(complete -p "$1") function=${function#*-F } function=${function%% *}
            "$function"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        // A zsh at a terminal writes all that it offers into the line, and the line into a file.
        case .zsh:
            """
            zmodload zsh/zpty
            out=$HOME/zsh-line
            zpty z zsh -f -i
            zpty -w z "PS1='' out=$out"
            zpty -w z "autoload -Uz compinit && compinit -D -u; source <($1 --generate zsh)"
            zpty -w z "zstyle ':completion:all:*' completer _all_matches _complete; zstyle ':completion:all:*' insert true"
            zpty -w z "zle -C all complete-word _generic; bindkey '^Xa' all"
            zpty -w z 'write() { print -r -- "$BUFFER" >$out; exit }; zle -N write; bindkey "^Xw" write'
            zpty -w -n z "$2"$'\\C-xa\\C-xw'
            while zpty -r z shown; do :; done
            line=$(<$out)
            print -l -- ${=line#${2% *} }
            """
        case .fish:
            """
            $argv[1] --generate fish | source
            complete -C $argv[2] | string replace --regex '\\t.*' ''
            true
            """
        }
    }
}
