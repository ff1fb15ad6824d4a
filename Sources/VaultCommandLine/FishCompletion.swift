/// The completion script for fish (3.0 or later), made from the table of a program.
struct FishCompletion {
    private let table: CompletionTable
    private let name: String
    private let function: String

    init(_ program: ProgramSpec) {
        table = CompletionTable(program)
        name = program.name
        function = "__" + name.replacing("-", by: "_")
    }

    func text() -> String {
        let head = """
            # fish completion of \(name); '\(name) --generate fish' prints it.

            function \(function)_at --description 'The words of the command so far'
                set --local at ''
                set --local option ''
                for word in (commandline --tokenize --cut-at-cursor --current-process)[2..-1]
                    if test -n "$option"
                        set option ''
                        continue
                    end
                    switch "$at $word"
                        case \(valued)
                            set option $word
                        case '* -*'
            \(steps)
                    end
                end
                echo $at
            end

            function \(function)_is
                set --local at (\(function)_at)
                test "$at" = "$argv"
            end

            complete --command \(name) --no-files
            """
        return ([head] + table.common.map { line(nil, $0) } + own + words + places).joined(separator: "\n") + "\n"
    }

    private var valued: String {
        table.valued.map { "'\($0.place ?? "*") \($0.option)'" }.joined(separator: " ")
    }

    private var steps: String {
        let steps = table.steps.map { "'\($0)'" }
        return steps.isEmpty
            ? ""
            : "            case \(steps.joined(separator: " "))\n                set at (string trim \"$at $word\")"
    }

    private var own: [String] { table.places.flatMap { place in table.options(at: place).map { line(place, $0) } } }

    private func line(_ place: String?, _ option: OptionSpec) -> String {
        var words = [start(place), "--long-option \(option.name)"]
        if let short = option.short { words.append("--short-option \(short)") }
        switch CompletionValue(option) {
        case .files: words.append("--require-parameter --force-files")
        case .words(let choices): words.append("--exclusive --arguments \(Self.quoted(choices.joined(separator: " ")))")
        case nil: if option.valueName != nil { words.append("--exclusive") }
        }
        return (words + [described(option.help)]).joined(separator: " ")
    }

    private var words: [String] {
        table.branches.flatMap { branch in
            branch.next.map { "\(start(branch.words)) --arguments \($0.name) \(described($0.text))" }
        }
    }

    private var places: [String] {
        table.arguments.map { words, value in
            switch value {
            case .files: "\(start(words)) --force-files"
            case .words(let choices): "\(start(words)) --arguments \(Self.quoted(choices.joined(separator: " ")))"
            }
        }
    }

    private func start(_ place: String?) -> String {
        let condition = place.map { " --condition " + Self.quoted("\(function)_is \($0)") } ?? ""
        return "complete --command \(name)\(condition)"
    }

    private func described(_ text: String) -> String { "--description " + Self.quoted(CompletionTable.brief(text)) }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", by: "\\\\").replacing("'", by: "\\'") + "'"
    }
}
