import VaultFetchWire

/// What the asking side may set: `--authority-fd N`, a file with the private CA's certificates, open for reading.
struct StartOptions {
    var authorityDescriptor: Int32?

    init(arguments: [String]) throws(StartError) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word == "--authority-fd", let value = rest.popFirst(), let number = Int32(value), number > 2 else {
                throw StartError(.badArguments)
            }
            authorityDescriptor = number
        }
    }
}
