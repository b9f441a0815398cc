/// Why something could not be measured, in one sentence.
struct BenchError: Error {
  let sentence: String

  init(_ sentence: String) {
    self.sentence = sentence
  }
}
