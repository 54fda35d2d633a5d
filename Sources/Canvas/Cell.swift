/// One character position: what stands there and how it looks.
package struct Cell: Hashable, Sendable {
  package var character: Character
  package var style: Style

  package init(_ character: Character, _ style: Style = .plain) {
    self.character = character
    self.style = style
  }

  package static let blank = Self(" ")

  /// The right half of a character two columns wide; displays skip it.
  package static let continuation: Character = "\u{0}"

  package var isContinuation: Bool { character == Self.continuation }
}
