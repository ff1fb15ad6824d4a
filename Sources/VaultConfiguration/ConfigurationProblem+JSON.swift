package import VaultJSON

extension [ConfigurationProblem] {
    /// As members of an object: `ok`, and `problems` with the place of each.
    package func write(to writer: inout JSONWriter) {
        writer.member("ok", isEmpty)
        writer.member(
            "problems",
            array: { writer in
                for problem in self {
                    writer.object { writer in
                        writer.member("line", problem.position.line)
                        writer.member("column", problem.position.column)
                        writer.member("path", problem.path)
                        writer.member("message", problem.message)
                    }
                }
            })
    }
}
