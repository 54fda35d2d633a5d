import Metrics

/// What an export leaves to whoever imports it: `__inputs`, and the library panels of `__elements`.
enum GrafanaInputs {
  /// The model with its inputs filled in.
  ///
  /// A constant stands for `${NAME}` everywhere; a datasource's name becomes a reference that tells
  /// the type, and so does a variable of the type `datasource`.
  static func filled(_ model: JSON) -> JSON {
    var constants: [Substring: String] = [:]
    var types: [String: String] = [:]
    for input in model["__inputs"]?.array ?? [] {
      guard let name = input["name"]?.filledString else { continue }
      switch input["type"]?.string {
      case "constant": constants[name[...]] = input["value"]?.string ?? ""
      case "datasource": types[name] = input["pluginId"]?.filledString
      default: break
      }
    }
    for variable in model["templating"]?["list"]?.array ?? []
    where variable["type"]?.string == "datasource" {
      guard let name = variable["name"]?.filledString else { continue }
      types[name] = variable["query"]?.filledString
    }
    let model = constants.isEmpty ? model : filled(model, constants)
    return types.isEmpty ? model : model.mapped { typed($0, types) }
  }

  /// What all constants of a file may add to it, in bytes.
  private static let mostAdded = 10_000_000

  /// No constant is filled into another one; what is beyond the bound stays as it is written.
  private static func filled(_ json: JSON, _ constants: [Substring: String]) -> JSON {
    var room = mostAdded
    return json.mapped { value in
      guard let text = value.string, text.contains("${") else { return value }
      var result = ""
      var rest = text[...]
      while let start = rest.firstRange(of: "${") {
        result += rest[..<start.lowerBound]
        rest = rest[start.lowerBound...]
        // Each start looks for its end.
        let name = rest.dropFirst(2).prefix(200).prefix { $0 != "}" }
        guard rest[name.endIndex...].first == "}", let constant = constants[name],
          constant.utf8.count <= room
        else {
          result += rest.prefix(2)
          rest = rest.dropFirst(2)
          continue
        }
        room -= constant.utf8.count
        result += constant
        rest = rest[name.endIndex...].dropFirst()
      }
      return JSON(.string(result + rest), at: value.position)
    }
  }

  /// An object whose `datasource` names an input or a variable tells that one's type.
  private static func typed(_ json: JSON, _ types: [String: String]) -> JSON {
    guard let source = json["datasource"], let written = source.string ?? source["uid"]?.string,
      let type = types[name(of: written)],
      source["type"]?.string.map({ $0.isEmpty || $0.contains("$") }) ?? true
    else { return json }
    let reference = JSON(
      .object(
        [("type", type), ("uid", written)].map { name, text in
          JSON.Member(
            name: name,
            position: source.position,
            value: JSON(.string(text), at: source.position)
          )
        }
      ),
      at: source.position
    )
    return json.with([("datasource", reference)])
  }

  /// The name in `$x`, `${x}`, `${x:format}` or `[[x]]`; empty for another text.
  ///
  /// By hand: a pattern would be compiled for each panel and each of its queries.
  private static func name(of reference: String) -> String {
    let (open, close) =
      reference.hasPrefix("${")
      ? ("${", "}") : reference.hasPrefix("[[") ? ("[[", "]]") : ("$", "")
    guard reference.hasPrefix(open), reference.hasSuffix(close) else { return "" }
    var name = reference.dropFirst(open.count).dropLast(close.count)
    if open == "${", let colon = name.firstIndex(of: ":") {
      guard name[colon...].dropFirst().allSatisfy(isOfWord) else { return "" }
      name = name[..<colon]
    }
    return name.allSatisfy(isOfWord) ? String(name) : ""
  }

  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  // MARK: - Library panels

  /// A library panel may name another one; more in a chain are a circle.
  private static let deepestLibrary = 8

  /// The panel with what the file's library has for it.
  ///
  /// - Returns: The panel, and what is told where its elements name each other in a circle.
  static func resolved(
    _ panel: JSON,
    model: JSON,
    file: String
  ) -> (panel: JSON, problem: Problem?) {
    var panel = panel
    var seen: Set<String> = []
    for _ in 0..<deepestLibrary {
      guard let library = panel["libraryPanel"], library.members != nil else {
        return (panel, nil)
      }
      let uid = library["uid"]?.string ?? library["name"]?.string ?? ""
      guard let element = library["model"] ?? self.element(uid, in: model) else {
        return (panel, nil)
      }
      if !seen.insert(uid).inserted {
        // Many elements say of themselves what they are.
        guard panel["type"] == nil else { return (panel.with([("libraryPanel", nil)]), nil) }
        break
      }
      let own = ["id", "gridPos", "repeat", "repeatDirection", "maxPerRow"].map {
        ($0, panel[$0] ?? element[$0])
      }
      panel = element.with(own + [("libraryPanel", element["libraryPanel"])])
    }
    let name = panel["libraryPanel"]?["name"]?.string ?? panel["libraryPanel"]?["uid"]?.string ?? ""
    let problem = Problem(
      what: "the library panel \"\(ForeignText(name).safe)\" is made of itself",
      place: "__elements",
      fix: "",
      code: "grafana.library.circle",
      severity: .warning,
      file: file,
      position: panel.position
    )
    return (panel.with([("libraryPanel", nil)]), problem)
  }

  /// `__elements` is an object by `uid`, in old files a list.
  private static func element(_ uid: String, in model: JSON) -> JSON? {
    let elements = model["__elements"]
    let listed = elements?.array?.first { $0["uid"]?.string == uid }
    guard let element = elements?[uid] ?? listed else { return nil }
    return element["model"]
  }
}
