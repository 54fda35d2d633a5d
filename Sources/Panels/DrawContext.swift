package import Canvas
package import Metrics

/// What surrounds a panel while it draws.
package struct DrawContext: Hashable, Sendable {
  package var theme: Theme
  package var glyphs: GlyphSet
  package var depth: ColorDepth
  package var colors: ColorTable
  package var zone: Zone
  /// Whose clocks a panel shows below that one.
  package var otherZones: [Zone] = []
  package var now: Timestamp
  /// Old data: no colour of ok or a threshold, `?` instead of `!`.
  package var isStale: Bool
  /// False where the screen has one legend for the panels that share values.
  package var showsLegend: Bool
  /// What the same panel shows of the other environments: it shares its y-axis with them.
  package var peers: [Frame]
  /// The moment that all panels point at.
  package var cursor: TimeCursor?
  /// Series that somebody has hidden.
  package var hidden: Set<ForeignText> = []
  /// Set where the panel fills the screen.
  package var closeUp: CloseUp?

  package init(
    theme: Theme = .dark,
    glyphs: GlyphSet = .braille,
    depth: ColorDepth = .truecolor,
    colors: ColorTable = ColorTable(),
    zone: Zone = .local,
    now: Timestamp,
    isStale: Bool = false,
    showsLegend: Bool = true,
    peers: [Frame] = []
  ) {
    self.theme = theme
    self.glyphs = glyphs
    self.depth = depth
    self.colors = colors
    self.zone = zone
    self.now = now
    self.isStale = isStale
    self.showsLegend = showsLegend
    self.peers = peers
  }
}

/// A moment that somebody looks at, and where a span that they choose begins.
package struct TimeCursor: Hashable, Sendable {
  package var moment: Timestamp
  package var mark: Timestamp?

  package init(moment: Timestamp, mark: Timestamp? = nil) {
    self.moment = moment
    self.mark = mark
  }
}
