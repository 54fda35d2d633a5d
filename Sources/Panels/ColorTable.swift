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
  private var depth = ColorDepth.truecolor
  /// Of names that share their colour with another on the screen, the place among those.
  private var told: [Look: Int] = [:]

  private struct Look: Hashable, Sendable {
    var name: String
    var color: Color
  }

  /// The table of a dashboard's `colors`: the first entry of a value counts, a name that is no
  /// colour is left out.
  ///
  /// On a terminal of sixteen colours those are spread over its few that mean no state.
  package init(
    _ entries: [DashboardColor] = [],
    theme: Theme = .dark,
    depth: ColorDepth = .truecolor
  ) {
    self.depth = depth
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
  ///
  /// What Grafana's field configuration says counts alone: its own colour, or the one of its value.
  package func color(of series: FrameSeries, theme: Theme) -> Color {
    if let config = series.config {
      return FieldDisplay(config: config, tint: series.tint).color(of: series).color(in: theme)
    }
    if depth == .sixteen { return spread(series, over: theme.sixteen, theme: theme) }
    if let color = named[series.name.raw] { return color }
    guard let key = series.colorKey else { return hashed(series.name.raw, theme: theme) }
    return named[key.raw] ?? hashed(key.raw, theme: theme)
  }

  /// What stands for a series' colour where there are none; the same on every panel and in the
  /// legend.
  package func fill(of series: FrameSeries, glyphs: GlyphSet) -> Character {
    let fills = glyphs == .ascii ? Self.asciiFills : Self.fills
    return fills[place(of: series) % fills.count]
  }

  /// Gives each of these series a rank among those of its colour that it keeps on every panel.
  package mutating func tellApart(_ series: [FrameSeries], theme: Theme) {
    var names: Set<ForeignText> = []
    let distinct = series.filter { names.insert($0.name).inserted }
      .sorted { (order(of: $0), $0.name) < (order(of: $1), $1.name) }
    for (series, rank) in zip(distinct, ranks(of: distinct, theme: theme)) where rank > 0 {
      told[Look(name: series.name.raw, color: color(of: series, theme: theme))] = rank
    }
  }

  /// The place of each of a panel's series among those of its colour, from 0.
  package func ranks(of series: [FrameSeries], theme: Theme) -> [Int] {
    var taken: [Color: Set<Int>] = [:]
    return series.map { series in
      let color = color(of: series, theme: theme)
      var rank = told[Look(name: series.name.raw, color: color)] ?? 0
      while !taken[color, default: []].insert(rank).inserted { rank += 1 }
      return rank
    }
  }

  /// What tells a series from those of its colour with a lower rank; none for the first.
  package static func hatch(_ rank: Int, glyphs: GlyphSet) -> Character? {
    let hatches = glyphs == .ascii ? Array(asciiFills.dropFirst()) : hatches
    return rank > 0 ? hatches[(rank - 1) % hatches.count] : nil
  }

  private static let hatches: [Character] = ["▒", "░", "▚", "▞"]

  /// Where the table has a series, else by hash.
  private func place(of series: FrameSeries) -> Int {
    let key = (series.colorKey ?? series.name).raw
    return places[series.name.raw] ?? places[key] ?? Int(Self.hash(key) % 12)
  }

  private func spread(_ series: FrameSeries, over colors: [Color], theme: Theme) -> Color {
    colors.isEmpty ? theme.text : colors[place(of: series) % colors.count]
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
