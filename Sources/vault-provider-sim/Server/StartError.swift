import Glibc

/// Why the simulator could not start; a sentence for the operator.
struct StartError: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// The system call that has just failed.
    static func system(_ action: String) -> StartError {
        StartError("could not \(action): \(String(cString: strerror(errno)))")
    }
}
