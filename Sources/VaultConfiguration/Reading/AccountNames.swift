/// Tells the numbers behind user and group names; the real one asks the system (`HostAccounts`).
package protocol AccountNames {
    func uid(ofUser name: String) -> UInt32?
    func gid(ofGroup name: String) -> UInt32?
}
