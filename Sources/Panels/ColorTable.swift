package import Canvas
package import Documents
package import Metrics

/// The one table from value to colour, for all panels and every environment.
///
/// A name that the table lacks gets a colour by hash, so that filtering, order and environment
/// never change it.
package struct ColorTable: Hashable, Sendable {
  private var named: [String: Color] = [:]
  /// The place of each value in the file.
  private var places: [String: Int] = [:]

  /// The table of a dashboard's `colors`: the first entry of a value counts, a name that is no
  /// colour is left out.
  package init(_ entries: [DashboardColor] = [], theme: Theme = .dark) {
    for (place, entry) in entries.enumerated() where named[entry.value] == nil {
      named[entry.value] = theme.color(named: entry.color)
      places[entry.value] = place
    }
  }

  /// Where a series stands among the others: by the table, those it lacks after it.
  ///
  /// The same on every panel, so that stacks are built in one order.
  package func order(of series: FrameSeries) -> Int {
    places[series.name.raw] ?? series.colorKey.flatMap { places[$0.raw] } ?? places.count
  }

  /// The colour of a series: by its legend's text, else by its first `by` label's value.
  package func color(of series: FrameSeries, theme: Theme) -> Color {
    if let color = named[series.name.raw] { return color }
    guard let key = series.colorKey else { return hashed(series.name.raw, theme: theme) }
    return named[key.raw] ?? hashed(key.raw, theme: theme)
  }

  /// What stands for a series' colour where there are none; the same on every panel and in the
  /// legend.
  package func fill(of series: FrameSeries, glyphs: GlyphSet) -> Character {
    let fills = glyphs == .ascii ? Self.asciiFills : Self.fills
    let key = (series.colorKey ?? series.name).raw
    let place = places[series.name.raw] ?? places[key] ?? Int(Self.hash(key) % UInt64(fills.count))
    return fills[place % fills.count]
  }

  private static let fills: [Character] = ["█", "▒", "░", "▓", "▚", "▞"]
  private static let asciiFills: [Character] = ["#", "%", "+", "=", ":", "."]

  package func contains(_ name: String) -> Bool { named[name] != nil }

  private func hashed(_ name: String, theme: Theme) -> Color {
    guard !theme.palette.isEmpty else { return theme.text }
    return theme.palette[Int(Self.hash(name) % UInt64(theme.palette.count))]
  }

  /// FNV-1a, 64 bits: the same in every run and on every machine, unlike `Hasher`.
  package static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
