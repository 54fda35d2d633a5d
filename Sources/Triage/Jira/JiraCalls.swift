import Documents
import HTTP
import Metrics

/// The questions and requests of Jira's REST API that we need, one each.
struct JiraCalls {
  private let base: String
  private let jira: Product.Jira
  private let transport: Transport
  private let patience: Duration
  let clock: RequestQueue.Clock
  private let sentences: JiraSentences

  init(
    _ jira: Product.Jira,
    transport: Transport,
    patience: Duration,
    clock: RequestQueue.Clock
  ) {
    self.jira = jira
    self.transport = transport
    self.patience = patience
    self.clock = clock
    base = Self.base(of: jira.server.url)
    let origin =
      (try? WebAddress(jira.server.url))?.origin ?? WebAddress.shown(jira.server.url)
    sentences = JiraSentences(origin: origin, apiType: jira.apiType)
  }

  /// `https://host/path`, of whatever people paste, the API's own path included.
  private static func base(of url: String) -> String {
    var text = url.prefix { $0 != "?" && $0 != "#" }
    if let rest = text.firstRange(of: "/rest/api") { text = text[..<rest.lowerBound] }
    while text.last == "/" { text.removeLast() }
    return String(text)
  }

  func page(of key: String) -> String { "\(base)/browse/\(key)" }

  // MARK: - Search

  /// The tickets with a label that nobody has closed, the oldest first; at most ten.
  func search(_ label: TicketLabel) async throws(JiraFailure) -> [OpenTicket] {
    let projects = ([jira.project] + jira.kinds.values.compactMap(\.project).sorted())
    let known = projects.enumerated().filter { !projects[..<$0.offset].contains($0.element) }
    let names = known.map { Self.quoted($0.element) }.joined(separator: ", ")
    let answer = try await ask(
      jira.apiType == .cloud ? "search/jql" : "search",
      .members([
        "jql": .string(
          "project in (\(names)) AND labels = \(Self.quoted(label.text))"
            + " AND statusCategory != Done ORDER BY created ASC, key ASC"
        ),
        "maxResults": .number(10),
        "fields": .strings(["summary", "status", "created", "description"]),
      ]),
      .search
    )
    guard let issues = answer.json["issues"]?.array else {
      throw sentences.noAnswer(answer.response, .search)
    }
    return try issues.map { issue throws(JiraFailure) in
      guard let key = Self.key(issue) else {
        throw sentences.noAnswer(answer.response, .search)
      }
      let fields = issue["fields"]
      return OpenTicket(
        key: key,
        url: page(of: key),
        summary: ForeignText(fields?["summary"]?.string ?? ""),
        status: ForeignText(fields?["status"]?["name"]?.string ?? ""),
        created: fields?["created"]?.string.flatMap(Self.moment),
        marks: TicketText.marks(in: fields?["description"])
      )
    }
  }

  /// A string of JQL.
  private static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }

  /// Jira writes the offset without a colon.
  private static func moment(_ text: String) -> Timestamp? {
    guard text.utf8.count > 5, "+-".contains(text[text.index(text.endIndex, offsetBy: -5)]) else {
      return Timestamp(rfc3339: text)
    }
    return Timestamp(rfc3339: "\(text.dropLast(2)):\(text.suffix(2))")
  }

  /// It becomes part of a path and of what people click on.
  private static func key(_ issue: JSON) -> String? {
    issue["key"]?.string.flatMap {
      $0.wholeMatch(of: /[A-Z][A-Z0-9_]{0,254}-[0-9]{1,18}/) == nil ? nil : $0
    }
  }

  // MARK: - Writing

  /// - Returns: The new ticket's key.
  func create(_ draft: TicketDraft) async throws(JiraFailure) -> String {
    let task = JiraTask.create(draft.kind)
    let answer = try await ask("issue", .members(["fields": fields(of: draft)]), task)
    guard let key = Self.key(answer.json) else {
      throw sentences.noAnswer(answer.response, task)
    }
    return key
  }

  private func fields(of draft: TicketDraft) -> JSON.Kind {
    let ticket = jira.ticket(draft.kind)
    let labels = ["alert", draft.label.text, "kind-\(draft.kind.rawValue)"]
    let own = draft.labels.all.isEmpty ? [] : ["Labels: \(draft.labels.text)"]
    let text = TicketText(
      paragraphs: draft.paragraphs + own,
      entries: draft.entries,
      chart: draft.chart
    )
    let summary = Harmless.cut(Harmless.line(draft.summary), to: 255)
    var members = [
      JSON.Member("project", .members(["key": .string(ticket.project ?? jira.project)])),
      JSON.Member("issuetype", .members(["name": .string(ticket.issueType)])),
      JSON.Member("summary", .string(summary.isEmpty ? draft.label.text : summary)),
      JSON.Member("labels", .strings(labels + ticket.labels.filter { !labels.contains($0) })),
      JSON.Member("description", text.body(jira.apiType)),
    ]
    if let priority = ticket.priority {
      members.append(JSON.Member("priority", .members(["name": .string(priority)])))
    }
    let ours = Set(members.map(\.name))
    return .object(members + ticket.fields.filter { !ours.contains($0.name) })
  }

  func comment(_ text: TicketText, on key: String) async throws(JiraFailure) {
    let body = JSON.Kind.members(["body": text.body(jira.apiType)])
    _ = try await ask("issue/\(key)/comment", body, .comment(key))
  }

  /// What the newest hundred comments of a ticket were told.
  func marks(inCommentsOf key: String) async throws(JiraFailure) -> Set<String> {
    let task = JiraTask.readComments(key)
    let path = "issue/\(key)/comment?orderBy=-created&maxResults=100"
    let answer = try await ask(path, nil, task)
    guard let comments = answer.json["comments"]?.array else {
      throw sentences.noAnswer(answer.response, task)
    }
    return comments.reduce(into: []) { $0.formUnion(TicketText.marks(in: $1["body"])) }
  }

  // MARK: - Sending

  private static let deadline = Duration.seconds(15)
  private static let maximumBytes = 8 << 20

  /// Without a body it is a GET.
  private func ask(
    _ path: String,
    _ body: JSON.Kind?,
    _ task: JiraTask
  ) async throws(JiraFailure) -> (json: JSON, response: Response) {
    let request = Request(
      body == nil ? .get : .post,
      "\(base)/rest/api/\(jira.apiType.version)/\(path)",
      headers: [Header("Accept", "application/json"), Header("Accept-Language", "en")]
        + (body == nil ? [] : [Header("Content-Type", "application/json")]),
      body: body.map { Array(JSON($0).text().utf8) } ?? [],
      deadline: Self.deadline,
      maximumBytes: Self.maximumBytes,
      isIdempotent: !task.isWriting
    )
    let response = try await patiently(request, task)
    guard (200..<300).contains(response.status) else {
      throw sentences.failure(response, task)
    }
    guard let json = await parsed(response.body), json.members != nil else {
      throw sentences.noAnswer(response, task)
    }
    return (json, response)
  }

  /// Sends again what Jira had no time for, when it says, as long as our patience lasts.
  private func patiently(
    _ request: Request,
    _ task: JiraTask
  ) async throws(JiraFailure) -> Response {
    var left = patience
    while true {
      let response: Response
      do throws(TransportError) {
        response = try await transport.send(request)
      } catch {
        throw sentences.failure(error, task)
      }
      guard response.status == 429 || response.status == 503, let told = response.retryAfter else {
        return response
      }
      // A little later than told, so that not all who were told the same come at once.
      let wait = told * (1 + 0.2 * clock.fraction())
      guard wait <= left else { return response }
      left -= wait
      await clock.sleep(wait)
    }
  }

  /// Off the caller's actor: a hundred long comments take some milliseconds.
  @concurrent
  private func parsed(_ body: [UInt8]) async -> JSON? { try? JSON(parsing: body, file: "answer") }
}
