package import Testing

/// Lets others go on until something is so.
///
/// Where it is not within three minutes, that is said, and the test goes on.
package func eventually(
  _ isSo: () throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation
) async {
  let end = ContinuousClock.now + .seconds(180)
  while (try? isSo()) != true {
    guard ContinuousClock.now < end else {
      Issue.record("it never came about", sourceLocation: sourceLocation)
      return
    }
    await Task.yield()
  }
}
