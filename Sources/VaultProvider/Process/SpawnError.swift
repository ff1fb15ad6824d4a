/// The system refused to start a program.
struct SpawnError: Error, Hashable {
    let errno: Int32
}
