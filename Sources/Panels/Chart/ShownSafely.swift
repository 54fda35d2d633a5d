import Metrics

extension FieldOptions {
  /// A value as it is shown, in one line that is safe to draw, whatever a server or a file says.
  func look(_ value: FieldValue, in context: DrawContext) -> ShownValue {
    var shown = shown(value, in: context)
    shown.text = ForeignText(shown.text).safe
    return shown
  }
}
