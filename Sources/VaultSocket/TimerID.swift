/// Names one scheduled timer for as long as the loop lives; a number is never given twice.
package struct TimerID: Sendable, Hashable {
    let number: UInt64
}
