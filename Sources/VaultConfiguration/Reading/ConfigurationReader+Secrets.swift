import VaultCore
import VaultJSON

extension ConfigurationReader {
    /// Where a secret comes from: exactly one of four ways, never the secret itself.
    func secretSource(_ field: Field, _ spec: ObjectSpec) -> SecretSource? {
        if field.value.kind == .string {
            field.report(SecretNames.advice(for: spec.shape))
            return nil
        }
        let object = ObjectReader(field, spec)
        guard field.value.kind == .object else { return nil }
        let given = spec.members.filter { object.member($0.name) != nil }
        guard given.count == 1 else {
            field.report("must have exactly one of \(spec.members.map(\.name).joined(separator: ", "))")
            return nil
        }
        if let path = object.path(at: "file") { return .file(path: path) }
        if let name = object.text("credential") { return credential(name, object) }
        if let variable = object.text("environment") { return environment(variable, object) }
        return object.member("command").flatMap(command)
    }

    /// The name becomes a file name below `$CREDENTIALS_DIRECTORY`, so it must not lead out of there.
    private func credential(_ name: String, _ object: ObjectReader) -> SecretSource? {
        guard !name.contains("/"), name != ".", name != ".." else {
            object.member("credential")?.report("must be the name of a credential, not a path")
            return nil
        }
        return .credential(name: name)
    }

    private func environment(_ variable: String, _ object: ObjectReader) -> SecretSource? {
        let isName = variable.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard isName, variable.first?.isNumber == false else {
            object.member("environment")?.report("must be the name of a variable: letters, digits and _")
            return nil
        }
        return .environment(variable: variable)
    }

    private func command(_ field: Field) -> SecretSource? { argv(field).map { .command(argv: $0) } }

    /// A program and its arguments.
    func argv(_ field: Field) -> [String]? {
        guard
            let words = field.texts(
                "texts, the program and its arguments, such as [\"/usr/bin/pass\", \"show\", \"vault\"]")
        else { return nil }
        let argv = words.compactMap(\.value.string)
        if argv.contains(where: { $0.utf8.contains(0) }) {
            field.report("must not hold NUL characters")
            return nil
        }
        // No shell and no search in PATH: what runs must be plain from the file.
        if let program = words.first, let path = program.value.string,
            let problem = ObjectReader.problem(inPath: path, 4095)
        {
            program.report(problem)
            return nil
        }
        return argv
    }
}
