/// The two questions that all checks are made of: is this file safe, is this directory safe.
extension HostChecks {
    /// A path with the words for it and the member that names it.
    struct Subject {
        let path: String
        let name: String
        let member: String

        func finding(_ message: String) -> Finding { Finding(member: member, message: "\(name) \(message)") }
    }

    func exists(_ path: String) -> Bool {
        do throws(FileFactsError) {
            _ = try files.facts(at: path, followingLinks: false)
            return true
        } catch {
            return error != .notFound
        }
    }

    /// A regular file of this user or root, with none of the `forbidden` permission bits.
    func checkFile(
        _ file: Subject, forbidden: UInt32, advice: String, missing: String? = nil, followingLinks: Bool = false
    ) -> [Finding] {
        let facts: FileFacts
        do throws(FileFactsError) {
            facts = try files.facts(at: file.path, followingLinks: followingLinks)
        } catch {
            return [file.finding(Self.sentence(error, missing: missing ?? "make it, or correct the path"))]
        }
        guard facts.kind == .regular else {
            let kind = facts.kind == .symbolicLink ? "is a symbolic link, name the file itself" : "is no regular file"
            return [file.finding(kind)]
        }
        var findings: [Finding] = []
        if !isTrusted(facts.owner) {
            findings.append(file.finding("belongs to another user (uid \(facts.owner)): chown it to uid \(uid)"))
        }
        if facts.mode & forbidden != 0 {
            let verb = facts.mode & forbidden & 0o022 != 0 ? "changed" : "read"
            let who = facts.mode & forbidden & 0o007 != 0 ? "everyone on this machine" : "its group"
            findings.append(file.finding("can be \(verb) by \(who): run `\(advice)`"))
        }
        return findings
    }

    /// The directory in which the vault makes a file or socket, and every directory above it.
    ///
    /// Whoever may write there could put their own file or socket in place of ours between two calls.
    func checkDirectory(of path: String, _ member: String, _ what: String) -> [Finding] {
        let directory = Self.parent(of: path)
        let subject = Subject(path: directory, name: "the directory \(directory) of the \(what)", member: member)
        let facts: FileFacts
        do throws(FileFactsError) {
            facts = try files.facts(at: directory, followingLinks: false)
        } catch {
            return [subject.finding(Self.sentence(error, missing: "make it with `mkdir -m 0750 \(directory)`"))]
        }
        guard facts.kind == .directory else {
            let isLink = facts.kind == .symbolicLink
            return [subject.finding(isLink ? "is a symbolic link: name the directory itself" : "is no directory")]
        }
        var findings: [Finding] = []
        if !isTrusted(facts.owner) {
            findings.append(
                subject.finding("belongs to another user (uid \(facts.owner)): chown it to uid \(uid), or use another"))
        }
        if facts.isWritableByGroupOrOthers {
            let who = facts.mode & 0o002 != 0 ? "everyone on this machine" : "its group"
            findings.append(
                subject.finding("can be changed by \(who): run `chmod go-w \(directory)`, or use one of its own"))
        }
        return findings + checkAncestors(of: directory, member, what)
    }

    /// Above, a sticky directory such as /tmp will do, and a group may write: it is most often the user's own.
    private func checkAncestors(of path: String, _ member: String, _ what: String) -> [Finding] {
        var findings: [Finding] = []
        var directory = path
        while directory != "/" {
            directory = Self.parent(of: directory)
            let subject = Subject(path: directory, name: "\(directory), above the \(what),", member: member)
            do throws(FileFactsError) {
                let facts = try files.facts(at: directory, followingLinks: false)
                if facts.kind == .symbolicLink {
                    findings.append(subject.finding("is a symbolic link: write the path as `realpath` prints it"))
                } else if !isTrusted(facts.owner) {
                    findings.append(subject.finding("belongs to another user (uid \(facts.owner)): use another place"))
                } else if facts.mode & 0o002 != 0, !facts.isSticky {
                    findings.append(subject.finding("can be changed by everyone: run `chmod o-w \(directory)`"))
                }
            } catch {
                findings.append(subject.finding(Self.sentence(error, missing: "make it")))
            }
        }
        return findings
    }

    private func isTrusted(_ owner: UInt32) -> Bool { owner == uid || owner == 0 }

    private static func parent(of path: String) -> String {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        return end == path.startIndex ? "/" : String(path[..<end])
    }

    private static func sentence(_ error: FileFactsError, missing advice: String) -> String {
        switch error {
        case .notFound: "does not exist: \(advice)"
        case .notPermitted: "cannot be reached: let this user search the directories above it (chmod o+x)"
        case .failed(let errno): "cannot be looked at (errno \(errno))"
        }
    }
}
