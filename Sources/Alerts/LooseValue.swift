import FoundationEssentials
import Metrics

/// Any JSON value: what Alertmanager says differs from version to version, so a field that is
/// missing or of another kind is nothing.
enum LooseValue: Decodable {
  case string(String)
  case object([String: LooseValue])
  case array([LooseValue])
  case bool(Bool)
  /// Numbers too: no field that is read has one.
  case other

  init?(_ body: [UInt8]) {
    guard let value = try? JSONDecoder().decode(Self.self, from: Data(body)) else { return nil }
    self = value
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let members = try? container.decode([String: LooseValue].self) {
      self = .object(members)
    } else if let values = try? container.decode([LooseValue].self) {
      self = .array(values)
    } else if let flag = try? container.decode(Bool.self) {
      self = .bool(flag)
    } else {
      self = .other
    }
  }

  subscript(name: String) -> LooseValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var bool: Bool? {
    guard case .bool(let flag) = self else { return nil }
    return flag
  }

  /// The elements; none of what is not an array.
  var elements: [LooseValue] {
    guard case .array(let values) = self else { return [] }
    return values
  }

  var texts: [ForeignText] { elements.compactMap(\.string).map { ForeignText($0) } }

  func text(_ name: String) -> ForeignText { ForeignText(self[name]?.string ?? "") }

  func moment(_ name: String) -> Timestamp? {
    self[name]?.string.flatMap(Timestamp.init(rfc3339:))
  }

  var labels: Labels {
    guard case .object(let members) = self else { return [:] }
    return Labels(members.compactMap { name, value in value.string.map { (name, $0) } })
  }
}

extension ReceivedAlert {
  init?(_ value: LooseValue) {
    guard let labels = value["labels"]?.labels, !labels.all.isEmpty else { return nil }
    let status = value["status"]
    self.init(
      labels: labels,
      annotations: value["annotations"]?.labels ?? [:],
      startsAt: value.moment("startsAt"),
      silencedBy: status?["silencedBy"]?.texts ?? [],
      inhibitedBy: status?["inhibitedBy"]?.texts ?? [],
      mutedBy: status?["mutedBy"]?.texts ?? [],
      receivers: (value["receivers"]?.elements ?? []).map { $0.text("name") }
    )
  }
}

extension Silence {
  init?(_ value: LooseValue) {
    guard let id = value["id"]?.string else { return nil }
    self.init(
      id: ForeignText(id),
      matchers: (value["matchers"]?.elements ?? []).map(Self.matcher),
      startsAt: value.moment("startsAt"),
      endsAt: value.moment("endsAt"),
      createdBy: value.text("createdBy"),
      comment: value.text("comment")
    )
  }

  /// Before 0.22 there was no `isEqual`, and every matcher was for a value.
  private static func matcher(_ value: LooseValue) -> ForeignText {
    let sign = value["isEqual"]?.bool == false ? "!" : ""
    let isRegex = value["isRegex"]?.bool == true
    let operation = sign.isEmpty ? (isRegex ? "=~" : "=") : (isRegex ? "!~" : "!=")
    let (name, text) = (value["name"]?.string ?? "", value["value"]?.string ?? "")
    let quoted = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return ForeignText("\(name)\(operation)\"\(quoted)\"")
  }
}
