import Canvas
import Documents
import Metrics
import Panels

/// Panels as they were drawn last: one in which nothing has changed is not drawn again.
///
/// A frame made with it is the same, cell for cell, as one made without.
package struct DrawnPanels: Sendable {
  /// All that decides what a panel looks like.
  private struct Source: Hashable {
    var spec: PanelSpec
    var frame: Frame
    var size: Size
    var context: DrawContext
  }

  private struct Body {
    var source: Source
    var canvas: Canvas
  }

  private var bodies: [PanelKey: Body] = [:]
  /// Those of this frame; a list over the dashboard has none.
  private var used: Set<PanelKey> = []
  /// Of the whole screen; made once for a frame, and the same value as long as it is equal, so
  /// that comparing it costs nothing.
  private(set) var colors = ColorTable()

  package init() {}

  mutating func begin(_ colors: ColorTable) {
    if colors != self.colors { self.colors = colors }
    // What is on no screen any more would hold its old answers for as long as the program runs.
    if !used.isEmpty, used.count < bodies.count {
      bodies = bodies.filter { used.contains($0.key) }
    }
    used = []
  }

  /// What a panel draws of a frame, from memory where it would draw the same.
  mutating func body(
    of key: PanelKey,
    _ spec: PanelSpec,
    _ frame: Frame,
    size: Size,
    in context: DrawContext,
    draw: (inout Canvas) -> Void
  ) -> Canvas {
    used.insert(key)
    let source = Source(spec: spec, frame: frame, size: size, context: context.settled(for: spec))
    if let known = bodies[key], known.source == source { return known.canvas }
    var canvas = Canvas(size: size)
    draw(&canvas)
    bodies[key] = Body(source: source, canvas: canvas)
    return canvas
  }
}

extension DrawContext {
  /// Without the seconds of the clock, where a panel tells no ages by them.
  fileprivate func settled(for spec: PanelSpec) -> Self {
    let tellsAges = PanelCatalog.reads(spec.type) == .alerts
    guard !tellsAges, spec.options.string("unit")?.hasPrefix("date") != true else { return self }
    var context = self
    context.now = now.floored(to: .minutes(1))
    return context
  }
}
