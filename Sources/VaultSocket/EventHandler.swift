/// Owner of one registered descriptor; called on the loop's thread only.
package protocol EventHandler: AnyObject {
    func ready(_ readiness: Readiness)
}
