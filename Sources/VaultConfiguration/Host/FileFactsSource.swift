/// Where `HostChecks` learns about files; the real one asks the kernel (`HostFiles`), tests make theirs up.
package protocol FileFactsSource {
    /// - Parameter followingLinks: whether a symbolic link at the end of the path is followed.
    func facts(at path: String, followingLinks: Bool) throws(FileFactsError) -> FileFacts
}

/// Why nothing is known about a path.
package enum FileFactsError: Error, Hashable, Sendable {
    case notFound
    /// A directory on the way may not be searched.
    case notPermitted
    case failed(errno: Int32)
}
