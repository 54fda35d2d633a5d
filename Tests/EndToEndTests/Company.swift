import Documents
import Support

/// A company of 12 products in 4 environments, whose people write whatever they like.
struct Company {
  /// What YAML, Go's templates, PromQL, JSON, a shell and a terminal have marks for.
  static let hostile = [
    "plain", "{{ .Labels.x }} }} {{", "a \"quoted\" 'one' `two`", "line one\nline two\r\n\ttab",
    "🔥 fire 🇨🇿 é\u{301}", "- # : {a: b}, [c], &d *e !f |g >h %i @j", "C:\\path\\n \\u0041 \\",
    "<!channel> &amp; <@U1> <https://a|b>", "\u{1B}[31mred\u{7} \u{202E}desrever\u{2028}",
    "yes", "~", "'; exit 1; #$(reboot)", "\u{E0041}tag \u{FEFF}bom", "|", "{noformat} h1. x {code}",
  ]

  static let environments = ["prod", "eu-1", "stage.2", "te st \"x\" | (.*) é🔥"]

  let folder: String
  var names: [String] { (0..<12).map { "product-\($0)_x.y" } }
  var files: [String] { names.map { "\(folder)/\($0).json" } }

  /// Writes its files.
  init(folder: String) throws {
    self.folder = folder
    for index in 0..<12 {
      try writeFile(files[index], Self.product(index, names[index]).text(indented: true))
    }
  }

  static func text(_ index: Int) -> String { hostile[index % hostile.count] }

  /// A template of Prometheus' that gives a text unchanged.
  static func template(_ text: String) -> String { text.replacing("{{", with: "{{ `{{` }}") }

  static func runbook(_ index: Int) -> String { "https://wiki.example/\(text(index + 3))" }

  private static func product(_ index: Int, _ name: String) -> JSON {
    .object([
      ("product", .string(name)), ("title", .string(text(index))),
      ("environments", list(environments)), ("visible_to", list(["acme", text(index)])),
      ("slack", slack(index).kind), ("jira", jira(index).kind),
      ("conditions", .array(conditions(index))),
    ])
  }

  private static func slack(_ index: Int) -> JSON {
    let tests = [
      (environments[3], channel(text(index + 1)).kind), (environments[2], channel("#test").kind),
    ]
    let customers = [("acme", ["prod"]), (text(index), Array(environments.suffix(2)))]
    return .object([
      ("channel", .string("#" + text(index))), ("webhook_file", .string("main.webhook")),
      ("environments", JSON.object(Array(tests.prefix(1 + index % 2))).kind),
      (
        "customers",
        .array(
          customers.enumerated().map { number, customer in
            var fields = [
              ("customer", JSON.Kind.string(customer.0)), ("environments", list(customer.1)),
              ("channel", .string("#customer-\(number)")), ("webhook_file", .string("c.webhook")),
            ]
            if number == 0 { fields.append(("severities", list(["critical", text(index + 2)]))) }
            return JSON.object(fields)
          }
        )
      ),
    ])
  }

  private static func channel(_ name: String) -> JSON {
    .object([("channel", .string(name)), ("webhook_file", .string("test.webhook"))])
  }

  private static func jira(_ index: Int) -> JSON {
    let server = JSON.object([
      ("url", .string("https://jira.example")),
      (
        "basic_auth",
        JSON.object([("username", .string(text(index))), ("password_file", .string("t"))]).kind
      ),
    ])
    let bug = JSON.object([
      ("issue_type", .string(text(index))), ("priority", .string(text(index + 1))),
      ("labels", list(["x{{y"])),
      (
        "fields",
        JSON.object([("components", .array([.object([("name", .string(text(index)))])]))]).kind
      ),
    ])
    return .object([
      ("server", server.kind), ("api_type", .string(index % 2 == 0 ? "cloud" : "datacenter")),
      ("project", .string("SHOP")), ("kinds", JSON.object([("bug", bug.kind)]).kind),
    ])
  }

  private static func conditions(_ index: Int) -> [JSON] {
    let common: [(String, JSON.Kind)] = [
      ("runbook", .string(runbook(index))), ("panel", .string(text(index + 4))),
      ("labels", JSON.object([("note", .string(text(index + 5))), ("on", .string("off"))]).kind),
    ]
    return [
      .object(
        [
          ("alert", .string("ErrorMessage")),
          ("count", .string("errors_total{job='a', text=\(literal(text(index)))}")),
          ("by", list(["app"])), ("above", .number(Double(index % 4))),
          ("severity", .string("critical")), ("ticket", .string("bug")),
          ("summary", .string(template(text(index)))),
        ] + common
      ),
      .object(
        [
          ("alert", .string("QueueAboveLimit")),
          ("expr", .string("max by (queue) (queue_messages{vhost=~'a.*|b'}) # why")),
          ("above", .number(50 + Double(index) / 8)), ("for", .string("\(index * 7)s")),
          ("keep_firing_for", .string("\(index)m")), ("severity", .string(text(index + 2))),
          ("ticket", .string(index % 2 == 0 ? "urgent" : "adjust")),
        ] + common
      ),
      .object([
        ("alert", .string("NoUploads")), ("count", .string("uploads_total")),
        ("window", .string("\(index + 1)h")), ("below", .number(3)), ("for", .string("10m")),
        ("zeroWhile", .string("up{job='a'} == 1")),
      ]),
      .object([
        ("alert", .string("Failures")), ("expr", .string("sum(rate(failures_total[5m]))")),
        ("above", .number(0.2)), ("for", .string("5m")),
      ]),
      .object([
        ("alert", .string("Slow")), ("expr", .string("sum(a_sum) / sum(a_count)")),
        ("below", .number(-0.5)),
      ]),
    ]
  }

  static func list(_ texts: [String]) -> JSON.Kind { .array(texts.map { JSON(.string($0)) }) }

  /// A string of PromQL's.
  private static func literal(_ text: String) -> String {
    "\""
      + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\r\n", with: "\\r\\n").replacing("\n", with: "\\n") + "\""
  }
}
