/// Block elements that fill an eighth of a cell more each (U+2581…2588 from below, U+258F…2588
/// from the left).
package enum Blocks {
  private static let lower: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let left: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

  /// Filled from below by so many eighths, 0...8.
  package static func lower(_ eighths: Int) -> Character { lower[max(0, min(8, eighths))] }

  /// Filled from the left by so many eighths, 0...8.
  package static func left(_ eighths: Int) -> Character { left[max(0, min(8, eighths))] }
}
