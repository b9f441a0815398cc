/// The terminal that the program was started in: looked at, and not touched.
@MainActor
package struct Terminal {
  let device: TerminalDevice
  let features: TerminalFeatures

  package init(environment: [String: String]) throws(TerminalError) {
    device = try TerminalDevice()
    features = try TerminalFeatures(
      environment: environment, descriptor: TerminalDevice.output)
  }

  /// Its size in cells, asked anew.
  package var size: (columns: Int, rows: Int) { device.size }
}
