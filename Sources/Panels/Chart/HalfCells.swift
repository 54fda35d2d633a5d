import Canvas

/// Pictures whose dots are halves of cells, the upper and the lower one.
enum HalfCells {
  /// nil where neither half is drawn.
  static func cell(_ upper: Color?, _ lower: Color?) -> Cell? {
    switch (upper, lower) {
    case (nil, nil): nil
    case (let upper?, nil): Cell("▀", Style(upper))
    case (nil, let lower?): Cell("▄", Style(lower))
    case (let upper?, let lower?):
      upper == lower ? Cell("█", Style(upper)) : Cell("▀", Style(upper, on: lower))
    }
  }
}
