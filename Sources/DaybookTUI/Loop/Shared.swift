/// A large value that copies of its holder have in common until one of them is given another: a state
/// is copied many times a picture, and a copy of this costs no more than a reference.
@propertyWrapper
package struct Shared<Value: Sendable>: Sendable {
  private final class Box: Sendable {
    let value: Value

    init(_ value: Value) {
      self.value = value
    }
  }

  private var box: Box

  package init(wrappedValue: Value) {
    box = Box(wrappedValue)
  }

  package var wrappedValue: Value {
    get { box.value }
    set { box = Box(newValue) }
  }
}
