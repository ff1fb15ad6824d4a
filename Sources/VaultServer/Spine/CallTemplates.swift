import VaultWire

/// The few makes of `token.get` and `session.lookup` that a loop has seen lately; whatever else comes is scanned.
struct CallTemplates: ~Copyable {
    /// Programs that talk to one vault are written in few languages.
    static let capacity = 8
    /// Of the calls that fit no template only every so many is learned: lines that are all different must not cost a copy each.
    static let learningInterval = 16

    private var templates: [CallTemplate] = []
    /// The one that fitted last is tried first.
    private var latest = 0
    private var oldest = 0
    private var misses = 0

    init() {
        templates.reserveCapacity(Self.capacity)
    }

    deinit { for template in templates { template.free() } }

    @inline(__always)
    mutating func read(_ line: UnsafeRawBufferPointer) -> CallTemplate.Call? {
        if latest < templates.count, let call = templates[latest].read(line) { return call }
        return readByOthers(line)
    }

    /// Keeps a call that was scanned, perhaps, in place of the template that has been there for longest.
    mutating func learn(
        _ line: UnsafeRawBufferPointer, id: Range<Int>, _ target: CallTarget, minimumLifeSeconds: Int64? = nil
    ) {
        defer { misses &+= 1 }
        guard misses % Self.learningInterval == 0,
            let template = CallTemplate(line, id: id, target, minimumLifeSeconds: minimumLifeSeconds)
        else { return }
        if templates.count < Self.capacity {
            templates.append(template)
            latest = templates.count - 1
        } else {
            templates[oldest].free()
            templates[oldest] = template
            latest = oldest
            oldest = (oldest + 1) % Self.capacity
        }
    }

    @inline(never)
    private mutating func readByOthers(_ line: UnsafeRawBufferPointer) -> CallTemplate.Call? {
        for index in templates.indices where index != latest {
            guard let call = templates[index].read(line) else { continue }
            latest = index
            return call
        }
        return nil
    }
}
