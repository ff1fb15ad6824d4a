/// A program that has just been started, and our end of its socket.
struct FetchLaunched {
    let child: ChildProcess
    let socket: Int32
}
