import CLinux

/// Gives back what the start alone needed: the heap that held the text of the configuration and what was made of it on the way, and
/// what the dynamic linker read. A vault runs for months after the few milliseconds in which it was of use.
enum StartMemory {
    static func letGo() {
        vault_trim_heap()
        vault_forget_relocations()
    }
}
