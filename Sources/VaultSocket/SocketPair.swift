/// Two connected sockets, each of which is taken out once.
package struct SocketPair: ~Copyable, Sendable {
    private var first: FileDescriptor?
    private var second: FileDescriptor?

    init(_ first: consuming FileDescriptor, _ second: consuming FileDescriptor) {
        self.first = consume first
        self.second = consume second
    }

    package mutating func takeFirst() -> FileDescriptor {
        guard let taken = first.take() else { preconditionFailure("the first socket of the pair is gone") }
        return taken
    }

    package mutating func takeSecond() -> FileDescriptor {
        guard let taken = second.take() else { preconditionFailure("the second socket of the pair is gone") }
        return taken
    }
}
