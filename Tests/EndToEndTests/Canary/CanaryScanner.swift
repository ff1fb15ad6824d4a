/// Finds secrets in bytes, in every form, as soon as twelve bytes in a row of their random part are there.
struct CanaryScanner: Sendable {
    private struct Origin {
        let secret: String
        let form: CanaryForm
    }

    private static let filterBits = 20

    /// Windows by their length.
    private let windows: [Int: [[UInt8]: Origin]]
    /// Which hashes of four bytes some window begins with, so that few places need a closer look.
    private let filter: [Bool]

    init(_ secrets: some Sequence<CanarySecret>) {
        var windows: [Int: [[UInt8]: Origin]] = [:]
        var filter = [Bool](repeating: false, count: 1 << Self.filterBits)
        for secret in secrets {
            for form in CanaryForm.allCases {
                let text = form.encode(secret.random)
                guard text.count >= form.window else { continue }
                for start in 0...(text.count - form.window) {
                    let window = Array(text[start..<(start + form.window)])
                    if windows[form.window, default: [:]][window] == nil {
                        windows[form.window, default: [:]][window] = Origin(secret: secret.name, form: form)
                    }
                    filter[Self.hash(window[0], window[1], window[2], window[3])] = true
                }
            }
        }
        self.windows = windows
        self.filter = filter
    }

    func findings(in exhibits: [CanaryExhibit]) -> Set<CanaryFinding> {
        exhibits.reduce(into: []) { found, exhibit in
            for place in candidates(in: exhibit.bytes) {
                for (length, known) in windows where place + length <= exhibit.bytes.count {
                    guard let origin = known[Array(exhibit.bytes[place..<(place + length)])] else { continue }
                    found.insert(CanaryFinding(secret: origin.secret, form: origin.form, exhibit: exhibit.name))
                }
            }
        }
    }

    private func candidates(in bytes: [UInt8]) -> [Int] {
        bytes.withUnsafeBufferPointer { bytes in
            filter.withUnsafeBufferPointer { filter in
                var found: [Int] = []
                var place = 0
                while place + 4 <= bytes.count {
                    if filter[Self.hash(bytes[place], bytes[place + 1], bytes[place + 2], bytes[place + 3])] {
                        found.append(place)
                    }
                    place += 1
                }
                return found
            }
        }
    }

    private static func hash(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> Int {
        let word = UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16 | UInt32(d) << 24
        return Int((word &* 2_654_435_761) >> UInt32(32 - filterBits))
    }
}
