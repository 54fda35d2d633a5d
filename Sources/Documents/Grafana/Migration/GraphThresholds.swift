/// The old graph's limits as steps of today's thresholds.
struct GraphThresholds {
  private struct Limit {
    var value: Double
    var isAbove: Bool
    var color: JSON
    var hasLine: Bool
    var hasArea: Bool
  }

  private var limits: [Limit]

  /// - Parameters:
  ///   - list: `thresholds`, each `{value, op, colorMode, line, fill}`.
  ///   - grid: The older form, `threshold1` and `threshold2` with their colours.
  init(_ list: [JSON], old grid: JSON?) {
    limits = list.compactMap(Self.limit)
    guard limits.isEmpty, let grid else { return }
    let values = ["threshold1", "threshold2"].map { grid.value($0)?.lenientNumber }
    let isBelow = (values[0] ?? 0) > (values[1] ?? .infinity)
    for (name, value) in zip(["threshold1", "threshold2"], values) {
      guard let value else { continue }
      let isLine = grid["thresholdLine"]?.lenientBool ?? false
      limits.append(
        Limit(
          value: value,
          isAbove: !isBelow,
          color: grid.value("\(name)Color") ?? grid.word("red"),
          hasLine: isLine,
          hasArea: !isLine
        )
      )
    }
    limits.sort { $0.value < $1.value }
  }

  private static func limit(_ json: JSON) -> Limit? {
    guard let value = json.value("value")?.lenientNumber else { return nil }
    let hasLine = json["line"]?.lenientBool ?? false
    let hasArea = json["fill"]?.lenientBool ?? false
    let color: JSON? =
      switch json["colorMode"]?.string {
      case "critical": json.word("red")
      case "warning": json.word("orange")
      case "ok": json.word("green")
      case "custom":
        (hasArea ? json.value("fillColor") : json.value("lineColor"))
          ?? json.value("fillColor") ?? json.value("lineColor")
      default: nil
      }
    return Limit(
      value: value,
      isAbove: json["op"]?.string != "lt",
      color: color ?? json.word("red"),
      hasLine: hasLine,
      hasArea: hasArea
    )
  }

  /// `{mode, steps}`; nil where nothing is drawn.
  func steps(at position: SourcePosition) -> JSON? {
    let drawn = limits.sorted { $0.value < $1.value }
    guard drawn.contains(where: { $0.hasLine || $0.hasArea }) else { return nil }
    let clear = JSON(.string("transparent"), at: position)
    var steps: [(value: Double?, color: JSON)] = []
    for (index, limit) in drawn.enumerated() {
      guard !limit.isAbove else {
        steps.append((limit.value, limit.color))
        continue
      }
      // Below the first limit from −∞, below a later one from the one before.
      if steps.isEmpty { steps.append((nil, limit.color)) }
      let next = drawn.dropFirst(index + 1).first
      steps.append((limit.value, next.map { $0.isAbove ? clear : $0.color } ?? clear))
    }
    if steps.first?.value != nil { steps.insert((nil, clear), at: 0) }
    let list = steps.map { value, color in
      JSON.make(
        [("value", value.map { JSON(.number($0), at: position) }), ("color", color)],
        at: position
      )
    }
    return JSON.make(
      [
        ("mode", JSON(.string("absolute"), at: position)),
        ("steps", JSON(.array(list), at: position)),
      ],
      at: position
    )
  }

  func style(at position: SourcePosition) -> JSON {
    let hasLine = limits.contains(where: \.hasLine)
    let hasArea = limits.contains(where: \.hasArea)
    let word = hasLine && hasArea ? "line+area" : hasArea ? "area" : "line"
    return JSON.make([("mode", JSON(.string(word), at: position))], at: position)
  }
}
