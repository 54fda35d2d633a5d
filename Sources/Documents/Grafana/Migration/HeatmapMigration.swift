/// The old heatmap in the form of today's.
///
/// Source: Grafana, `public/app/plugins/panel/heatmap/migrations.ts`.
struct HeatmapMigration {
  /// The panel's own keys that are turned into others.
  static let read: Set<String> = [
    "dataFormat", "xBucketSize", "xBucketNumber", "yBucketSize", "yBucketNumber", "yAxis",
    "yBucketBound", "hideZeroBuckets", "color", "reverseYBuckets", "legend", "tooltip",
    "tooltipDecimals", "cards",
  ]

  private let json: JSON

  init(_ json: JSON) { self.json = json }

  /// A heatmap that says nothing in today's words.
  static func isOld(_ json: JSON) -> Bool {
    let options = json.value("options")
    guard options?.value("calculate") == nil, options?.value("color") == nil else { return false }
    return ["dataFormat", "yAxis", "color", "cards"].contains { json.value($0) != nil }
  }

  func modern() -> JSON {
    let isSeries = json.value("dataFormat")?.string != "tsbuckets"
    var options: [(String, JSON?)] = [
      ("calculate", json.flag(isSeries)), ("color", color()), ("yAxis", axis()),
      ("rowsFrame", rows()),
    ]
    if isSeries { options.append(("calculation", calculation())) }
    if json.value("hideZeroBuckets")?.lenientBool == true {
      let least = JSON.make([("le", json.count(1e-9))], at: json.position)
      options.append(("filterValues", least))
    }
    let isShown = json["legend"]?["show"]?.lenientBool ?? false
    options.append(("legend", JSON.make([("show", json.flag(isShown))], at: json.position)))
    let rest = JSON.object(in: json, "options")
    return json.setting(
      "options",
      to: options.reduce(rest) { all, option in
        option.1 == nil ? all : all.setting(option.0, to: option.1)
      }
    )
  }

  private func color() -> JSON {
    let old = json.value("color") ?? json.object([])
    let mode = old["mode"]?.string ?? "spectrum"
    let scheme = old["colorScheme"]?.string ?? "interpolateOranges"
    let name = scheme.hasPrefix("interpolate") ? String(scheme.dropFirst(11)) : scheme
    var (min, max) = (number(old, "min"), number(old, "max"))
    // The old panel's colours went from its least to its greatest, whichever was higher.
    let isTurned = min.flatMap { low in max.map { (low.number ?? 0) > ($0.number ?? 0) } } ?? false
    if isTurned { swap(&min, &max) }
    var fields: [(String, JSON?)] = [
      ("mode", old.word(mode == "opacity" ? "opacity" : "scheme")), ("min", min), ("max", max),
      ("reverse", isTurned ? old.flag(true) : nil),
    ]
    if mode == "opacity" {
      fields += [
        ("fill", old.value("cardColor")), ("exponent", number(old, "exponent") ?? old.count(0.5)),
        ("scale", old.word(old["colorScale"]?.string == "linear" ? "linear" : "exponential")),
      ]
    } else {
      fields += [("scheme", old.word(name)), ("steps", old.count(128))]
    }
    return JSON.make(fields, at: old.position)
  }

  private func number(_ json: JSON, _ name: String) -> JSON? {
    guard let value = json.value(name), let number = value.lenientNumber else { return nil }
    return value.count(number)
  }

  private func axis() -> JSON {
    let old = json.value("yAxis") ?? json.object([])
    var fields: [(String, JSON?)] = [
      ("unit", old.value("format")), ("decimals", number(old, "decimals")),
      ("min", number(old, "min")), ("max", number(old, "max")),
      ("reverse", json.flag(json.value("reverseYBuckets")?.lenientBool ?? false)),
    ]
    if old["show"]?.lenientBool == false { fields.append(("axisPlacement", old.word("hidden"))) }
    return JSON.make(fields, at: old.position)
  }

  private func rows() -> JSON {
    let words = ["upper": "ge", "lower": "le", "middle": "unknown"]
    let word = json.value("yBucketBound")?.string.flatMap { words[$0] } ?? "auto"
    return JSON.make([("layout", json.word(word))], at: json.position)
  }

  private func calculation() -> JSON {
    var fields: [(String, JSON?)] = []
    for axis in ["x", "y"] {
      let size = json.value("\(axis)BucketSize").flatMap { $0.isEmpty ? nil : $0 }
      let count = number(json, "\(axis)BucketNumber")
      guard size != nil || count != nil else { continue }
      let bucket = JSON.make(
        [
          ("mode", json.word(size == nil ? "count" : "size")),
          ("value", (size ?? count)?.plain.map { json.word($0) }),
        ],
        at: json.position
      )
      fields.append(("\(axis)Buckets", bucket))
    }
    if let base = json["yAxis"]?.value("logBase")?.lenientNumber, base > 1 {
      let scale = JSON.make(
        [("type", json.word("log")), ("log", json.count(base))],
        at: json.position
      )
      let split = json["yAxis"].flatMap { number($0, "splitFactor") }?.plain.map { json.word($0) }
      let bucket = JSON.make(
        [("mode", json.word("count")), ("value", split), ("scale", scale)],
        at: json.position
      )
      fields.removeAll { $0.0 == "yBuckets" }
      fields.append(("yBuckets", bucket))
    }
    return JSON.make(fields, at: json.position)
  }
}
