/// A dashboard in another form, and what that form can't say.
package struct ConvertedDashboard: Hashable, Sendable {
  package var document: JSON
  /// Warnings: each names what is left out, or is said otherwise.
  package var notes: [Problem]
}

/// Members of an object that is being written; absent values leave no key.
struct MemberList {
  private(set) var all: [JSON.Member] = []

  mutating func add(_ name: String, _ kind: JSON.Kind?) {
    if let kind { all.append(JSON.Member(name, kind)) }
  }

  mutating func add(_ name: String, _ text: String?) {
    if let text, !text.isEmpty { add(name, .string(text)) }
  }

  mutating func add(_ name: String, _ number: Double?) { add(name, number.map { .number($0) }) }
  mutating func add(_ name: String, _ number: Int?) { add(name, number.map(Double.init)) }

  /// Only where it holds.
  mutating func add(_ name: String, flag: Bool) { if flag { add(name, .bool(true)) } }

  var isEmpty: Bool { all.isEmpty }
  var object: JSON.Kind { .object(all) }
}

extension Variable {
  /// Its kind and query as files write them, the same in layouts and in Grafana's dashboards; nil
  /// where there is no such word.
  var written: (type: String, query: String)? {
    switch kind {
    case .query(let query): ("query", query)
    case .custom(let options):
      ("custom", options.map(Self.written).joined(separator: ","))
    case .interval(let spans, _, _, _): ("interval", spans.joined(separator: ","))
    case .textbox(let text): ("textbox", text)
    case .constant(let text): ("constant", text)
    case .datasource: ("datasource", "prometheus")
    case .adhoc: nil
    }
  }

  private static func written(_ option: VariableOption) -> String {
    let value = option.value.replacing(",", with: "\\,")
    guard option.text != option.value else { return value }
    return "\(option.text.replacing(",", with: "\\,")) : \(value)"
  }

  var isAuto: Bool { if case .interval(_, true, _, _) = kind { true } else { false } }
}
