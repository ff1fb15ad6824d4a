/// Why a request to `/sim/` was refused; the sentence goes to the caller.
struct ControlError: Error, Equatable {
    var status = 400
    let sentence: String

    init(_ sentence: String, status: Int = 400) {
        self.sentence = sentence
        self.status = status
    }
}
