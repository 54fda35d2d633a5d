import ArgumentParser
import Canvas
import Documents
import Metrics

/// Flags that mean the same everywhere.
struct CommonOptions: ParsableArguments {
  @Option(
    name: [.customShort("e"), .customLong("env")],
    help: ArgumentHelp("An environment of the settings; twice: side by side.", valueName: "name"),
    completion: .custom { words, _, _ in Launch.environmentNames(words) }
  )
  var environments: [String] = []

  @Option(help: ArgumentHelp("A Prometheus by its address; no settings needed.", valueName: "url"))
  var prometheus: String?

  @Option(help: ArgumentHelp("The settings file.", valueName: "path"), completion: .file())
  var config: String?

  @Option(help: ArgumentHelp("Start of the range: now-6h, or ISO 8601.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("End of the range.", valueName: "time"))
  var to: String?

  @Option(help: ArgumentHelp("The last so much: 24h.", valueName: "span"))
  var since: String?

  @Option(
    help: ArgumentHelp(
      "Whose clock, instead of the file's: local, utc, Europe/Prague.",
      valueName: "zone"
    )
  )
  var timezone: String?

  @Option(
    name: .customLong("var"),
    help: ArgumentHelp("A variable's value; may be given again.", valueName: "name=value")
  )
  var variables: [String] = []

  @Option(help: ArgumentHelp("How often to ask, instead of the file's: 15s.", valueName: "span"))
  var refresh: String?

  @Option(
    help: ArgumentHelp(
      "Colours: \(Theme.all.map(\.name).joined(separator: ", ")), or a file.",
      valueName: "name or file"
    ),
    completion: .list(Theme.all.map(\.name))
  )
  var theme: String?

  @Option(
    help: ArgumentHelp(
      "Colours the terminal has: auto, truecolor, 256, 16, mono.",
      valueName: "depth"
    ),
    completion: .list(["auto"] + ColorDepth.allCases.map(\.rawValue))
  )
  var color: String = "auto"

  @Option(
    help: ArgumentHelp("Characters the font has: auto, braille, block, ascii.", valueName: "set"),
    completion: .list(["auto"] + GlyphSet.allCases.map(\.rawValue))
  )
  var glyphs: String = "auto"

  @Flag(help: "Change nothing anywhere.")
  var readOnly = false

  @Option(
    help: ArgumentHelp("Tell everything to this file.", valueName: "file"),
    completion: .file()
  )
  var log: String?

  func validate() throws {
    if prometheus != nil, !environments.isEmpty {
      throw ValidationError("--prometheus and -e name two servers; give one of them")
    }
    if since != nil, from != nil || to != nil {
      throw ValidationError("--since and --from/--to name two ranges; give one of them")
    }
    for (flag, span) in [("--since", since), ("--refresh", refresh)] {
      guard let span, Duration(promQL: span) == nil else { continue }
      throw ValidationError("\(flag) \(quoted(span)) is no span; write one such as 15s, 5m or 24h")
    }
    for (flag, time) in [("--from", from), ("--to", to)] {
      guard let time, (try? TimeExpression(parsing: time, place: flag)) == nil else { continue }
      throw ValidationError(
        "\(flag) \(quoted(time)) is no time; write one such as now-6h or 2026-11-24T08:00:00Z"
      )
    }
    if let timezone {
      do throws(Problem) {
        _ = try ZoneName.zone(timezone, place: "--timezone")
      } catch {
        throw ValidationError(error.description)
      }
    }
    for pair in variables where !pair.contains("=") {
      throw ValidationError("--var \(quoted(pair)) has no value; write --var name=value")
    }
    if color != "auto", ColorDepth(rawValue: color) == nil {
      throw ValidationError("--color \(quoted(color)); use one of auto, truecolor, 256, 16, mono")
    }
    if glyphs != "auto", GlyphSet(rawValue: glyphs) == nil {
      throw ValidationError("--glyphs \(quoted(glyphs)); use one of auto, braille, block, ascii")
    }
    if let theme, !ThemeFile.isPath(theme), Theme.named(theme) == nil {
      throw ValidationError("--theme \(quoted(theme)); \(ThemeFile.fix(for: theme))")
    }
  }

  func requireOneEnvironment() throws {
    guard environments.count > 1 else { return }
    throw ValidationError("A second -e is for watch, alerts, debrief and check alone")
  }

  /// Values by name; the same name again makes several.
  var chosen: [String: [String]] {
    variables.reduce(into: [:]) { chosen, pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      chosen[String(parts[0]), default: []].append(parts.count > 1 ? String(parts[1]) : "")
    }
  }

  var start: String? { since.map { "now-\($0)" } ?? from }
  var end: String? { since == nil ? to : "now" }
  var refreshInterval: Duration? { refresh.flatMap { Duration(promQL: $0) } }
  var zone: Zone? { timezone.flatMap { try? ZoneName.zone($0, place: "--timezone") } }
  var depth: ColorDepth? { ColorDepth(rawValue: color) }
  var glyphSet: GlyphSet? { GlyphSet(rawValue: glyphs) }

  /// The user's own words, but harmless to print.
  private func quoted(_ text: String) -> String { "\"\(ForeignText(text).safe)\"" }
}

/// Columns and rows, such as `160x48`.
struct SizeArgument: ExpressibleByArgument {
  var size: Size

  init?(argument: String) {
    let parts = argument.split(separator: "x").map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1],
      (1...1_000).contains(columns), (1...1_000).contains(rows)
    else { return nil }
    size = Size(columns: columns, rows: rows)
  }

  init(_ size: Size) { self.size = size }

  var defaultValueDescription: String { size.description }
}
