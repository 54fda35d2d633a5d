/// How a cell looks: two colours and a few attributes every terminal has.
package struct Style: Hashable, Sendable {
  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  package init(
    _ foreground: Color = .terminal,
    on background: Color = .terminal,
    _ attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  package static let plain = Self()

  package var bold: Self {
    var style = self
    style.attributes.insert(.bold)
    return style
  }

  package func on(_ background: Color) -> Self {
    var style = self
    style.background = background
    return style
  }
}

package struct Attributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Self(rawValue: 1)
  package static let underline = Self(rawValue: 2)
  package static let reverse = Self(rawValue: 4)
}
