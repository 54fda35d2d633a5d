import Canvas
import Glibc
import Metrics

/// A disc of slices, from twelve o'clock on with the clock, in halves of cells.
struct PieDisc {
  let items: [PiePanel.Item]
  /// Of the radius.
  let hole: Double
  let labels: [PiePanel.Word]
  let context: DrawContext

  /// Where each slice ends, 0...1.
  private var ends: [Double] {
    var sum = 0.0
    return items.map { item in
      sum += item.share
      return sum
    }
  }

  func draw(in area: Rect, on canvas: inout Canvas) {
    // A half of a cell is about as high as wide.
    let (width, height) = (area.size.columns, area.size.rows * 2)
    let radius = Double(min(width, height)) / 2
    guard radius >= 1 else { return }
    let (x, y) = (Double(width) / 2, Double(height) / 2)
    let ends = ends
    var pixels: [Color?] = Array(repeating: nil, count: width * height)
    for row in 0..<height {
      for column in 0..<width {
        let (dx, dy) = (Double(column) + 0.5 - x, Double(row) + 0.5 - y)
        pixels[row * width + column] = color(dx, dy, radius: radius, ends: ends)
      }
    }
    for row in 0..<area.size.rows {
      for column in 0..<width {
        let upper = pixels[row * 2 * width + column]
        let lower = pixels[(row * 2 + 1) * width + column]
        guard let cell = HalfCells.cell(upper, lower) else { continue }
        canvas[area.left + column, area.top + row] = cell
      }
    }
    guard !labels.isEmpty else { return }
    for index in items.indices {
      drawLabel(index, radius: radius, ends: ends, in: area, on: &canvas)
    }
  }

  /// The slice at a place, from the centre; nil outside.
  private func slice(_ dx: Double, _ dy: Double, radius: Double, ends: [Double]) -> Int? {
    let distance = (dx * dx + dy * dy).squareRoot()
    guard distance <= radius, distance >= radius * hole else { return nil }
    return slice(at: share(dx, dy), ends)
  }

  /// How far round with the clock, 0...1.
  private func share(_ dx: Double, _ dy: Double) -> Double {
    let share = atan2(dx, -dy) / (2 * .pi)
    return share < 0 ? share + 1 : share
  }

  private func slice(at share: Double, _ ends: [Double]) -> Int? {
    ends.firstIndex { share < $0 } ?? ends.indices.last
  }

  /// The mean of some places around one, so that edges are smooth; nil outside.
  private func color(_ dx: Double, _ dy: Double, radius: Double, ends: [Double]) -> Color? {
    let distance = (dx * dx + dy * dy).squareRoot()
    guard distance < radius + 1, distance > radius * hole - 1 else { return nil }
    // Away from all edges one place is enough.
    let share = share(dx, dy)
    if distance < radius - 1, distance > radius * hole + 1, let slice = slice(at: share, ends) {
      let start = slice == 0 ? 0 : ends[slice - 1]
      let arc = 2 * .pi * distance
      if (share - start) * arc > 1, (ends[slice] - share) * arc > 1 { return items[slice].color }
    }
    var sums = (red: 0, green: 0, blue: 0)
    var count = 0
    for row in -1...1 {
      for column in -1...1 {
        let (x, y) = (dx + Double(column) / 3, dy + Double(row) / 3)
        guard let slice = slice(x, y, radius: radius, ends: ends) else { continue }
        let color = items[slice].color
        sums.red += Int(color.red)
        sums.green += Int(color.green)
        sums.blue += Int(color.blue)
        count += 1
      }
    }
    guard count > 0 else { return nil }
    let mean = Color(
      red: UInt8(sums.red / count),
      green: UInt8(sums.green / count),
      blue: UInt8(sums.blue / count)
    )
    if context.theme.grounding == .terminal { return count >= 5 ? mean : nil }
    return mean.blended(over: context.theme.ground, opacity: Double(count) / 9)
  }

  /// Writes a slice's label where all of it stands on the slice.
  private func drawLabel(
    _ index: Int,
    radius: Double,
    ends: [Double],
    in area: Rect,
    on canvas: inout Canvas
  ) {
    let item = items[index]
    let words = PiePanel.Word.allCases.filter(labels.contains).map { item.word($0) }
    let text = words.joined(separator: " ")
    let length = TextWidth.of(text)
    let middle = (ends[index] - item.share / 2) * 2 * .pi
    let distance = radius * (hole > 0 ? (1 + hole) / 2 : 0.62)
    let (x, y) = (Double(area.size.columns) / 2, Double(area.size.rows))
    let row = ((y - cos(middle) * distance) / 2 - 0.5).whole(from: 0, to: area.size.rows - 1)
    let start = (x + sin(middle) * distance - Double(length) / 2)
      .whole(from: 0, to: max(0, area.size.columns - length))
    let fits = (start..<start + length).allSatisfy { column in
      [0.5, 1.5].allSatisfy { half in
        let (dx, dy) = (Double(column) + 0.5 - x, Double(row * 2) + half - y)
        return slice(dx, dy, radius: radius, ends: ends) == index
      }
    }
    guard fits, length > 0 else { return }
    canvas.write(
      text,
      at: Point(column: area.left + start, row: area.top + row),
      style: Style(context.theme.ink(on: item.color), on: item.color)
    )
  }
}
