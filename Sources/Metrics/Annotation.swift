/// Something that happened, marked on time axes.
package struct Annotation: Hashable, Sendable {
  /// One moment, or a span that it lasted.
  package var range: TimeRange
  package var title: ForeignText
  package var text: ForeignText
  package var tags: [ForeignText]
  /// A name or `#rrggbb`.
  package var color: String

  package init(
    range: TimeRange,
    title: ForeignText,
    text: ForeignText = "",
    tags: [ForeignText] = [],
    color: String = "red"
  ) {
    self.range = range
    self.title = title
    self.text = text
    self.tags = tags
    self.color = color
  }

  /// `Deploy: shop 1.2 (prod)`.
  package var sentence: String {
    var words = title.safe
    if !text.safe.isEmpty { words += (words.isEmpty ? "" : ": ") + text.safe }
    if !tags.isEmpty { words += " (\(tags.map(\.safe).joined(separator: ", ")))" }
    return words
  }
}
