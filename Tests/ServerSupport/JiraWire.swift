package import Documents

/// An issue as the stand-in keeps it.
package struct JiraIssue: Hashable, Sendable {
  package var key = ""
  package var project: String
  package var summary: String
  package var labels: [String]
  package var isDone = false
  /// All that it was made of.
  package var fields: JSON?
  /// Their bodies, the oldest first.
  package var comments: [JSON] = []

  /// The text of the description and of each comment, whichever form they have.
  package var texts: [String] {
    ([fields?["description"]].compactMap { $0 } + comments).map(JiraWire.plain)
  }
}

extension JiraStandIn.Store {
  @discardableResult
  mutating func add(_ issue: JiraIssue) -> JiraIssue {
    var issue = issue
    issue.key = "\(issue.project)-\(issues.count(where: { $0.project == issue.project }) + 1)"
    issues.append(issue)
    if lag > 0 { unindexed[issue.key] = lag }
    return issue
  }
}

/// What Jira reads and writes.
struct JiraWire {
  typealias Answer = (status: Int, body: String)

  var apiType: Product.Jira.APIType
  var url: String
  var projects: [String]

  static let longest = 32_767

  static func refusal(_ messages: [String], _ errors: [(String, String)] = []) -> String {
    text(
      object([
        ("errorMessages", .array(messages.map { JSON(.string($0)) })),
        ("errors", object(errors.map { ($0.0, .string($0.1)) })),
      ])
    )
  }

  private static func object(_ members: [(String, JSON.Kind)]) -> JSON.Kind {
    let start = SourcePosition(line: 1, column: 1)
    return .object(
      members.map { JSON.Member(name: $0.0, position: start, value: JSON($0.1)) }
    )
  }

  private static func text(_ kind: JSON.Kind) -> String { JSON(kind).text() }

  // MARK: - Search

  /// One form of query is understood, strings and all; anything else is refused.
  func search(_ json: JSON?, in store: inout JiraStandIn.Store) -> Answer {
    guard let jql = json?["jql"]?.string, let query = Query(jql) else {
      return (400, Self.refusal(["Error in the JQL Query: \(json?["jql"]?.string ?? "none")"]))
    }
    guard apiType == .datacenter || json?["fields"]?.array?.isEmpty == false else {
      return (400, Self.refusal(["fields are needed"]))
    }
    for project in query.projects where !projects.contains(project) {
      let message = "The value '\(project)' does not exist for the field 'project'."
      return (400, Self.refusal([message]))
    }
    let hidden = Set(store.unindexed.keys)
    for key in hidden {
      let left = (store.unindexed[key] ?? 0) - 1
      store.unindexed[key] = left > 0 ? left : nil
    }
    let found = store.issues.filter { issue in
      query.projects.contains(issue.project) && issue.labels.contains(query.label)
        && !issue.isDone && !hidden.contains(issue.key)
    }
    let issues = found.prefix(json?["maxResults"]?.integer ?? 50).map { issue in
      JSON(
        Self.object([
          ("id", .string("10001")), ("key", .string(issue.key)),
          ("self", .string("http://127.0.0.1:1/never/asked")),
          (
            "fields",
            Self.object([
              ("summary", .string(issue.summary)),
              ("status", Self.object([("name", .string("Offen"))])),
              ("created", .string("2026-11-25T21:00:00.123+0100")),
              ("description", issue.fields?["description"]?.kind ?? .null),
            ])
          ),
        ])
      )
    }
    let rest: [(String, JSON.Kind)] =
      apiType == .cloud
      ? [("isLast", .bool(true))]
      : [("startAt", .number(0)), ("total", .number(Double(found.count)))]
    return (200, Self.text(Self.object([("issues", .array(Array(issues)))] + rest)))
  }

  private struct Query {
    var projects: [String] = []
    var label = ""

    init?(_ jql: String) {
      var rest = Substring(jql)
      guard rest.take("project in (") else { return nil }
      repeat {
        guard let name = rest.takeString() else { return nil }
        projects.append(name)
      } while rest.take(", ")
      guard rest.take(") AND labels = "), let label = rest.takeString() else { return nil }
      self.label = label
      guard rest == " AND statusCategory != Done ORDER BY created ASC, key ASC" else { return nil }
    }
  }

  // MARK: - Issues

  func create(_ json: JSON?, in store: inout JiraStandIn.Store) -> Answer {
    let fields = json?["fields"]
    var errors: [(String, String)] = []
    let project = fields?["project"]?["key"]?.string ?? ""
    if !projects.contains(project) { errors.append(("project", "valid project is required")) }
    let type = fields?["issuetype"]?["name"]?.string ?? ""
    if !["Task", "Bug", "Incident"].contains(type) {
      errors.append(("issuetype", "The issue type selected is invalid."))
    }
    if let priority = fields?["priority"]?["name"]?.string,
      !["Highest", "High", "Medium", "Low"].contains(priority)
    {
      errors.append(("priority", "The priority selected is invalid."))
    }
    let summary = fields?["summary"]?.string ?? ""
    if summary.isEmpty { errors.append(("summary", "You must specify a summary of the issue.")) }
    if summary.contains(where: \.isNewline) {
      errors.append(("summary", "The summary is invalid because it contains newline characters."))
    }
    if summary.utf16.count > 255 {
      errors.append(("summary", "Summary can't exceed 255 characters."))
    }
    let labels = (fields?["labels"]?.array ?? []).compactMap(\.string)
    for label in labels where label.contains(where: \.isWhitespace) || label.utf16.count > 255 {
      errors.append(("labels", "The label '\(label)' contains spaces which is invalid."))
    }
    if let fault = fault(in: fields?["description"]) { errors.append(("description", fault)) }
    guard errors.isEmpty else { return (400, Self.refusal([], errors)) }
    let issue = store.add(
      JiraIssue(project: project, summary: summary, labels: labels, fields: fields)
    )
    let members: [(String, JSON.Kind)] = [
      ("id", .string("10001")), ("key", .string(issue.key)),
      ("self", .string("http://127.0.0.1:1/never/asked")),
    ]
    return (201, Self.text(Self.object(members)))
  }

  // MARK: - Comments

  func comment(_ json: JSON?, on key: String, in store: inout JiraStandIn.Store) -> Answer {
    guard let index = store.issues.firstIndex(where: { $0.key == key }) else { return Self.gone }
    if let fault = fault(in: json?["body"]) {
      return (400, Self.refusal([], [("comment", fault)]))
    }
    if let body = json?["body"] { store.issues[index].comments.append(body) }
    return (201, Self.text(Self.object([("id", .string("1"))])))
  }

  func comments(of key: String, query: String, in store: JiraStandIn.Store) -> Answer {
    guard let issue = store.issues.first(where: { $0.key == key }) else { return Self.gone }
    guard query.hasSuffix("?orderBy=-created&maxResults=100") else {
      return (400, Self.refusal(["not understood"]))
    }
    let comments = issue.comments.reversed().prefix(100).map { body in
      JSON(Self.object([("id", .string("1")), ("body", body.kind)]))
    }
    return (200, Self.text(Self.object([("comments", .array(Array(comments)))])))
  }

  private static let gone: Answer = (
    404, refusal(["Issue does not exist or you do not have permission to see it."])
  )

  // MARK: - Text

  /// What is wrong with a description or a comment; nil where nothing is.
  private func fault(in body: JSON?) -> String? {
    guard let body, !body.isNull else { return nil }
    if apiType == .datacenter {
      guard let text = body.string else { return "Operation value must be a string" }
      return text.utf16.count > Self.longest ? "The entered text is too long." : nil
    }
    guard body["type"]?.string == "doc", body["version"]?.integer == 1,
      let blocks = body["content"]?.array, blocks.allSatisfy(isBlock)
    else { return "Operation value must be an Atlassian Document" }
    return Self.plain(body).utf16.count > Self.longest ? "CONTENT_LIMIT_EXCEEDED" : nil
  }

  private func isBlock(_ node: JSON) -> Bool {
    guard let inner = node["content"]?.array, !inner.isEmpty else { return false }
    switch node["type"]?.string {
    case "paragraph": return inner.allSatisfy { isText($0) || $0["type"]?.string == "hardBreak" }
    case "codeBlock": return inner.allSatisfy(isText)
    default: return false
    }
  }

  /// An empty one is refused.
  private func isText(_ node: JSON) -> Bool {
    node["type"]?.string == "text" && node["text"]?.string?.isEmpty == false
  }

  static func plain(_ node: JSON) -> String {
    if let text = node.string ?? node["text"]?.string { return text }
    if node["type"]?.string == "hardBreak" { return "\n" }
    return (node["content"]?.array ?? []).map(plain).joined()
      + (node["type"]?.string == "doc" ? "" : "\n")
  }
}

extension Substring {
  fileprivate mutating func take(_ text: String) -> Bool {
    guard hasPrefix(text) else { return false }
    removeFirst(text.count)
    return true
  }

  /// A string of JQL, without its quotes.
  fileprivate mutating func takeString() -> String? {
    guard take("\"") else { return nil }
    var text = ""
    while let character = popFirst() {
      switch character {
      case "\"": return text
      case "\\":
        guard let escaped = popFirst() else { return nil }
        text.append(escaped)
      default: text.append(character)
      }
    }
    return nil
  }
}
