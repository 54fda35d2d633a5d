import Documents
import Glibc
import Layouts
import Panels
import Support
import Testing

/// `layouts/schema.json` and the decoder, held to each other.
struct SchemaTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let path = root + "/layouts/schema.json"

  private func decode(_ text: String) throws -> [Problem] {
    try DashboardFile.open(Array(text.utf8), file: "x.json", kinds: PanelCatalog.kinds).problems
  }

  @Test func theFileIsWhatTheDecoderReads() throws {
    let text = LayoutSchema.json(kinds: PanelCatalog.kinds).text(indented: true) + "\n"
    if getenv("RECORD") != nil { try writeFile(Self.path, text) }
    #expect(readFile(Self.path) == text, "RECORD=1 swift test --filter Schema writes it anew")
  }

  /// Decoder to schema: what is shipped and read without a word is valid by the schema.
  @Test(arguments: ShippedLayouts.all.map(\.name))
  func aLayoutThatIsReadIsValid(name: String) throws {
    let layout = try #require(ShippedLayouts.all.first { $0.name == name })
    #expect(
      try DashboardFile.open(layout.bytes, file: name, kinds: PanelCatalog.kinds).problems.isEmpty
    )
    let schema = try JSON(parsing: Array(#require(readFile(Self.path)).utf8), file: "schema")
    let json = try JSON(parsing: layout.bytes, file: name)
    #expect(SchemaCheck.faults(json, schema, at: name) == [])
  }

  /// Schema to decoder: a document with every key that the schema has, each with a value that it
  /// allows, is read without a problem.
  @Test(arguments: PanelCatalog.kinds.map { $0.names[0] })
  func everyKeyOfTheSchemaIsRead(kind: String) throws {
    let schema = try JSON(parsing: Array(#require(readFile(Self.path)).utf8), file: "schema")
    let panels = schema["properties"]?["panels"]?["items"]?["oneOf"]?.array ?? []
    let panel = try #require(panels.first { $0["title"]?.string == kind })
    var count = 0
    for member in panel["properties"]?.members ?? []
    where !["type", "targets", "gridPos", "$comment"].contains(member.name) {
      let sample = try #require(SchemaCheck.sample(member.value), "\(member.name)")
      let text = """
        { "panels": [{ "type": "\(kind)", "targets": [{ "expr": "x" }], "\(member.name)": \(sample) }] }
        """
      #expect(try decode(text).filter { $0.severity == .error } == [], "\(kind).\(member.name)")
      count += 1
    }
    #expect(count >= 5)
  }

  /// And what the schema refuses, the decoder names.
  @Test(arguments: [
    (#"{ "panels": [], "titel": "x" }"#, "did you mean `title`?"),
    (#"{ "panels": [{ "type": "stat", "units": "s" }] }"#, "did you mean `unit`?"),
    (#"{ "panels": [{ "type": "stat", "decimals": "two" }] }"#, "decimals"),
    (#"{ "panels": [{ "type": "stat", "decimals": -1 }] }"#, "decimals"),
    (#"{ "panels": [{ "type": "timeseries", "drawStyle": "bar" }] }"#, "drawStyle"),
  ])
  func bothRefuse(text: String, word: String) throws {
    let schema = try JSON(parsing: Array(#require(readFile(Self.path)).utf8), file: "schema")
    let json = try JSON(parsing: Array(text.utf8), file: "x")
    #expect(!SchemaCheck.faults(json, schema, at: "x").isEmpty)
    let problems = try decode(text).map(\.description)
    #expect(problems.contains { $0.contains(word) }, "\(problems)")
  }
}

/// As much of JSON Schema as our schema uses, written apart from what makes it.
enum SchemaCheck {
  static func faults(_ json: JSON, _ schema: JSON, at path: String) -> [String] {
    var faults: [String] = []
    if let type = schema["type"], !matches(json, type) { faults.append("\(path): type") }
    if let words = schema["enum"]?.array, !words.contains(where: { $0.kind == json.kind }) {
      faults.append("\(path): not one of the words")
    }
    if let least = schema["minimum"]?.number, let number = json.number, number < least {
      faults.append("\(path): less than \(least)")
    }
    if let choices = schema["oneOf"]?.array {
      let fitting = choices.filter { self.faults(json, $0, at: path).isEmpty }
      if fitting.count != 1 { faults.append("\(path): fits \(fitting.count) of oneOf") }
    }
    if let members = json.members { faults += object(members, schema, at: path) }
    if let entries = json.array, let items = schema["items"] {
      for (index, entry) in entries.enumerated() {
        faults += self.faults(entry, items, at: "\(path)[\(index)]")
      }
    }
    return faults
  }

  private static func object(_ members: [JSON.Member], _ schema: JSON, at path: String) -> [String]
  {
    var faults: [String] = []
    for key in schema["required"]?.array ?? []
    where !members.contains(where: { $0.name == key.string }) {
      faults.append("\(path): lacks \(key.string ?? "")")
    }
    for member in members {
      if let known = schema["properties"]?[member.name] {
        faults += self.faults(member.value, known, at: "\(path).\(member.name)")
      } else if schema["additionalProperties"]?.bool == false {
        faults.append("\(path): unknown \(member.name)")
      }
    }
    return faults
  }

  private static func matches(_ json: JSON, _ type: JSON) -> Bool {
    if let types = type.array { return types.contains { matches(json, $0) } }
    switch type.string {
    case "object": return json.members != nil
    case "array": return json.array != nil
    case "string": return json.string != nil
    case "number": return json.number != nil
    case "integer": return json.integer != nil
    case "boolean": return json.bool != nil
    default: return false
    }
  }

  /// A value that a schema allows, as JSON text.
  static func sample(_ schema: JSON) -> String? {
    if let word = schema["enum"]?.array?.first?.string { return "\"\(word)\"" }
    switch schema["type"]?.string ?? schema["type"]?.array?.first?.string {
    case "string": return schema["pattern"] == nil ? "\"5m\"" : "\"30s\""
    case "number": return "1.5"
    case "integer": return "2"
    case "boolean": return "true"
    case "object": return "{}"
    case "array":
      if schema["items"]?["properties"]?["above"] != nil {
        return #"[{ "above": 1, "state": "warning" }]"#
      }
      return schema["items"].flatMap(sample).map { "[\($0)]" }
    default: return nil
    }
  }
}
