/// A first-in-first-out queue in one array; taking is O(1) on average, and an empty queue holds no elements.
struct FIFO<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var count: Int { elements.count - head }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let first = elements[head].take()
        head += 1
        if head * 2 >= elements.count { compact() }
        return first
    }

    private mutating func compact() {
        elements.removeFirst(head)
        head = 0
    }
}
