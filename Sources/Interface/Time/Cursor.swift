import Canvas
import Documents
import Metrics
import Panels

/// The moment that all panels point at.
extension State {
  /// Puts the cursor at the range's end, or takes it away.
  mutating func toggleCursor() -> [Effect] {
    guard cursor == nil else {
      cursor = nil
      return []
    }
    isFocusShown = true
    cursor = TimeCursor(moment: range(of: views[focus.view]).range.end)
    moveCursor(0)
    return []
  }

  /// By columns of the plot, on the grid of its data.
  mutating func moveCursor(_ columns: Int) {
    guard let cursor else { return }
    let step = cursorStep.milliseconds
    let range = range(of: views[focus.view]).range
    let place = cursor.moment.floored(to: .milliseconds(step)).milliseconds
    let moved = Timestamp(milliseconds: place + Int64(columns) * step)
    let first = range.start.ceiled(to: .milliseconds(step))
    let end = max(range.end, focused?.frame?.openBar?.end ?? range.end)
    let last = end.floored(to: .milliseconds(step))
    self.cursor?.moment = max(first, min(moved, last))
  }

  /// From here a span is chosen; pressed again it is not.
  mutating func toggleMark() {
    guard let cursor else { return }
    self.cursor?.mark = cursor.mark == nil ? cursor.moment : nil
  }

  /// The range has changed under it.
  mutating func keepCursorInside() {
    guard cursor != nil else { return }
    cursor?.mark = nil
    moveCursor(0)
  }

  /// Two neighbouring points of the panel that keys act on, or two columns where those lie closer.
  private var cursorStep: Duration {
    let range = range(of: views[focus.view]).range
    let width = focused.map { plotColumns(of: $0.spec) } ?? size.columns
    let column = range.length.milliseconds / Int64(max(10, width - 6))
    let data = focused?.frame?.step?.milliseconds ?? 1_000
    // Whole multiples of the data's step, or one of its points would never be met.
    return .milliseconds(max(1, data) * max(1, (column + data - 1) / max(1, data)))
  }
}
