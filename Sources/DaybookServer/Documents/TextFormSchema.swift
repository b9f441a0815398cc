import DaybookCore

extension TextForm {
  /// As JSON Schema has it.
  var schema: [(String, JSON)] {
    var fields: [(String, JSON)] = [("type", "string")]
    if lengths.lowerBound > 0 { fields.append(("minLength", .int(lengths.lowerBound))) }
    fields.append(("maxLength", .int(lengths.upperBound)))
    fields.append(("pattern", .string("^\(wholePattern)$")))
    if let format { fields.append(("format", .string(format))) }
    return fields
  }

  private var wholePattern: String {
    if let pattern { return "(\(pattern))" }
    let never = isLine ? #"\u0000-\u001f\u007f-\u009f\u2028\u2029"# : #"\u0000"#
    return isVisible ? #"[^\#(never)]*[^\#(TextForm.space)\#(never)][^\#(never)]*"# : "[^\(never)]*"
  }
}
