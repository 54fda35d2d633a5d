import Canvas

/// What stands for each state where colours don't tell them apart: the same in boxes and legend.
struct StateSigns {
  private var places: [String: Int] = [:]
  private let isNeeded: Bool
  private let fills: [Character]

  /// - Parameters:
  ///   - states: Their words, in the order of the legend.
  ///   - context: Colours and characters that there are.
  init(_ states: [String], in context: DrawContext) {
    isNeeded = context.glyphs == .ascii || !context.depth.tellsSeriesApart
    fills = Array(context.glyphs == .ascii ? "#=+-:." : "█▒░▓▚▞")
    for state in states where places[state] == nil { places[state] = places.count }
  }

  /// nil where the colour is enough.
  func fill(_ state: String) -> Character? {
    isNeeded ? fills[(places[state] ?? 0) % fills.count] : nil
  }
}
