/// Keeps a large value out of line: copying what holds it counts one reference, however many parts
/// the value has.
///
/// It stays a value: a copy that is changed becomes its own.
@propertyWrapper
struct Shared<Value> {
  /// Always one; an array shares its storage until it is written to.
  private var storage: [Value]

  init(wrappedValue: Value) { storage = [wrappedValue] }

  var wrappedValue: Value {
    get { storage[0] }
    _modify { yield &storage[0] }
  }
}
