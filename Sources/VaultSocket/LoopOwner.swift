/// Marks in the place of a thread's number; no thread has these (pthread_self is an address).
enum LoopOwner {
    static let nobody: UInt = 0
    static let starting = UInt.max
    static let ended = UInt.max - 1
}
