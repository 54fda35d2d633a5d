/// A Grafana panel's transformations, and what of them isn't done.
struct GrafanaTransformations {
  private(set) var steps: [Transformation] = []
  private(set) var notes: [GrafanaNote] = []

  init(_ json: JSON?) {
    for (index, item) in (json?.array ?? []).enumerated() {
      read(item, "transformations[\(index)]")
    }
  }

  private mutating func read(_ json: JSON, _ path: String) {
    var reader = Remainder(json)
    guard reader.flag("disabled") != true, reader.text("topic")?.string != "annotations" else {
      return
    }
    guard let id = reader.text("id")?.string else { return }
    var step = Transformation(
      id: id,
      options: reader.take("options") ?? JSON(.object([]), at: json.position)
    )
    if let filter = reader.take("filter") {
      if filter["id"]?.string == "byRefId", let refIds = filter.value("options")?.string {
        if !refIds.isEmpty { step.refIds = refIds }
      } else if !filter.isEmpty {
        note("the filter of the transformation \"\(id)\" is left out", "\(path).filter", filter)
      }
    }
    guard let unsupported = step.unsupported() else {
      note("the transformation \"\(id.prefix(60))\" is left out", path, json)
      return
    }
    for key in unsupported {
      let what = "\"\(key.prefix(60))\" of the transformation \"\(id)\" is left out"
      note(what, "\(path).options.\(key)", json)
    }
    reader.drop(["$$hashKey"])
    for member in reader.rest {
      let key = "\(path).\(member.name)"
      notes.append(.leftOut("grafana.transformation.unsupported", key, at: member.value))
    }
    steps.append(step)
  }

  private mutating func note(_ what: String, _ path: String, _ json: JSON) {
    notes.append(
      GrafanaNote(
        code: "grafana.transformation.unsupported",
        path: path,
        what: what,
        position: json.position
      )
    )
  }
}
