import ArgumentParser
import Canvas
import Documents
import Engine
import Logging
import Metrics
import Panels
import Triage

struct JournalCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "What people did about alerts: who claimed, noted, and when."
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(
    help: ArgumentHelp("Only of alerts with these labels: severity=critical.", valueName: "matcher")
  )
  var matchers: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only these: claim, note, verdict, silence, unsilence, ticket, post.",
      valueName: "type"
    )
  )
  var type: [String] = []

  @Option(help: ArgumentHelp("Only by them: boris, or boris@ops1.", valueName: "who"))
  var by: String?

  @Option(help: "text or json.")
  var format = Format.text

  @OptionGroup var options: CommonOptions

  func validate() throws {
    let known = JournalRecord.Kind.allCases.map(\.rawValue)
    if let other = type.first(where: { !known.contains($0) }) {
      throw ValidationError(
        "\(quoted(other)) is no type; there are \(known.joined(separator: ", "))"
      )
    }
    for text in matchers where Matcher(parsing: text) == nil {
      throw ValidationError(
        "\(quoted(text)) is no matcher; write such as severity=critical or alertname=~\"Queue.*\""
      )
    }
  }

  func run(log: Logger) async throws {
    let launch = try Launch(options, environment: Launch.processEnvironment, log: log)
    guard !launch.options.readOnly else {
      throw Stop(
        Problem(what: "a guest does not see the journal", fix: "leave out --read-only"),
        Exit.badUsage
      )
    }
    let journal = launch.journal
    let reading: JournalReading
    do throws(Problem) {
      reading = try journal.read()
    } catch {
      throw Stop(error, Exit.badDocument)
    }
    let zone = options.zone ?? .local
    let records = try filtered(reading.records, zone: zone)
    switch format {
    case .text: Output.write(table(records, zone: zone))
    case .json:
      let lines = records.map { "    \($0.line)" }.joined(separator: ",\n")
      let list = lines.isEmpty ? "[]" : "[\n\(lines)\n  ]"
      Output.write("{\n  \"records\": \(list)\n}\n")
    }
    guard let first = reading.broken.first else { return }
    let count = reading.broken.count
    Output.complain(
      "\(ForeignText(journal.path).safe):\(first):1: warning: "
        + (count == 1 ? "the line is" : "this line and \(count - 1) more are")
        + " none of the journal's; left out, and kept in the file"
    )
  }

  private func filtered(
    _ records: [JournalRecord],
    zone: Zone
  ) throws(Stop) -> [JournalRecord] {
    let wanted = matchers.compactMap { Matcher(parsing: $0) }
    let start = try moment(options.start, zone: zone, roundsUp: false)
    let end = try moment(options.end, zone: zone, roundsUp: true)
    return records.filter { record in
      let labels = record.firing?.labels ?? [:]
      let user = record.by.safe.prefix { $0 != "@" }
      return wanted.allSatisfy { $0.matches(labels) }
        && (type.isEmpty || type.contains(record.kind.safe))
        && by.map { $0 == record.by.safe || $0 == user } ?? true
        && (options.environments.isEmpty
          || options.environments.contains { record.environment == ForeignText($0) })
        && start.map { record.time >= $0 } ?? true && end.map { record.time <= $0 } ?? true
    }
  }

  private func moment(_ text: String?, zone: Zone, roundsUp: Bool) throws(Stop) -> Timestamp? {
    guard let text else { return nil }
    do throws(Problem) {
      return try TimeExpression(parsing: text, place: "--from")
        .moment(now: Clock.now, zone: zone, roundsUp: roundsUp)
    } catch {
      throw Stop(error, Exit.badUsage)
    }
  }

  /// A line each, the oldest first, as a log is read.
  private func table(_ records: [JournalRecord], zone: Zone) -> String {
    let rows = records.map { record in
      let civil = zone.civil(record.time)
      return [
        "\(civil.date) \(civil.clockWithSeconds)", record.by.safe, record.environment.safe,
        record.kind.safe, record.firing?.line ?? "", record.text?.safe ?? "",
      ]
    }
    let widths = (0..<5).map { column in rows.map { TextWidth.of($0[column]) }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { $0.padded(to: $1 + 2) }.joined() + row[5] + "\n"
    }.joined()
  }

  private func quoted(_ text: String) -> String { "\"\(ForeignText(text).safe)\"" }
}

extension Launch {
  /// The settings' journal, else the user's own.
  var journal: JournalFile {
    if let path = settings.journal { return JournalFile(path: path) }
    let environment = Self.processEnvironment
    if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") {
      return JournalFile(path: "\(base)/promwall/journal.jsonl")
    }
    let home = environment["HOME"] ?? ""
    return JournalFile(path: "\(home)/.local/state/promwall/journal.jsonl")
  }
}
