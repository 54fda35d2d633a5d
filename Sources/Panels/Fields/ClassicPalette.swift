import Canvas

/// Grafana's classic palette, whose colours series take by their place.
///
/// Source: Grafana, `packages/grafana-data/src/themes/createVisualizationColors.ts`.
enum ClassicPalette {
  /// By a place from 0 on; behind the last it begins anew.
  static func color(_ index: Int) -> String { colors[index % colors.count] }

  /// The colour that a name has wherever it stands, of those that can be seen on a dark panel.
  static func color(named name: String) -> String {
    guard !distinct.isEmpty else { return color(0) }
    return distinct[Int(hash(name) % UInt32(distinct.count))]
  }

  private static let distinct = colors.filter { name in
    Theme.dark.color(named: name).map { $0.contrast(to: Color(0x181B1F)) >= 3 } ?? false
  }

  /// Bernstein's, as the package `string-hash` has it: from the last UTF-16 unit to the first.
  private static func hash(_ text: String) -> UInt32 {
    text.utf16.reversed().reduce(5_381) { ($0 &* 33) ^ UInt32($1) }
  }

  private static let colors = [
    "green", "semi-dark-yellow", "light-blue", "semi-dark-orange", "red", "blue", "purple",
    "#705DA0", "dark-green", "yellow", "#447EBC", "#C15C17", "#890F02", "#0A437C", "#6D1F62",
    "#584477", "#B7DBAB", "#F4D598", "#70DBED", "#F9BA8F", "#F29191", "#82B5D8", "#E5A8E2",
    "#AEA2E0", "#629E51", "#E5AC0E", "#64B0C8", "#E0752D", "#BF1B00", "#0A50A1", "#962D82",
    "#614D93", "#9AC48A", "#F2C96D", "#65C5DB", "#F9934E", "#EA6460", "#5195CE", "#D683CE",
    "#806EB7", "#3F6833", "#967302", "#2F575E", "#99440A", "#58140C", "#052B51", "#511749",
    "#3F2B5B", "#E0F9D7", "#FCEACA", "#CFFAFF", "#F9E2D2", "#FCE2DE", "#BADFF4", "#F9D9F9",
    "#DEDAF7",
  ]
}
