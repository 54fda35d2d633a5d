/// A label set, ordered by name; the metric's name is the label `__name__`.
package struct Labels: Hashable, Sendable, Comparable {
  package struct Label: Hashable, Sendable {
    package var name: ForeignText
    package var value: ForeignText

    package init(name: ForeignText, value: ForeignText) {
      self.name = name
      self.value = value
    }
  }

  package private(set) var all: [Label]

  package init(_ pairs: [(name: String, value: String)] = []) {
    self.init(all: pairs.map { Label(name: ForeignText($0.name), value: ForeignText($0.value)) })
  }

  package init(all: [Label]) { self.all = all.sorted { $0.name < $1.name } }

  private init(inOrder all: [Label]) { self.all = all }

  package subscript(name: String) -> ForeignText? { all.first { $0.name.raw == name }?.value }

  package var metricName: ForeignText? { self["__name__"] }

  package func keeping(_ names: [String]) -> Labels {
    Labels(inOrder: all.filter { names.contains($0.name.raw) })
  }

  package func dropping(_ names: Set<String>) -> Labels {
    Labels(inOrder: all.filter { !names.contains($0.name.raw) })
  }

  /// `name{a="b", c="d"}`, as Prometheus writes a series; safe to show.
  package var text: String {
    let pairs = dropping(["__name__"]).all.map {
      "\($0.name.safe)=\"\(Self.escaped($0.value.safe))\""
    }
    let name = metricName?.safe ?? ""
    return pairs.isEmpty && !name.isEmpty ? name : "\(name){\(pairs.joined(separator: ", "))}"
  }

  /// By scalars, because a mark after a quote would hide it in one character.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "\"" || scalar == "\\" { result.unicodeScalars.append("\\") }
      result.unicodeScalars.append(scalar)
    }
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.all.lexicographicallyPrecedes(right.all) {
      ($0.name, $0.value) < ($1.name, $1.value)
    }
  }
}

extension Labels: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, String)...) {
    self.init(elements.map { (name: $0.0, value: $0.1) })
  }
}
