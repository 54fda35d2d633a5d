/// The keys of a layout that belong to no panel kind, declared once for decoder and schema.
package enum LayoutKeys {
  /// Of every panel, besides its kind's own.
  package static let panel: [PanelOption] = [
    PanelOption("id", .integer(atLeast: 0), "A number that stays; else its place in the file."),
    PanelOption("type", .string, "The panel's kind."),
    PanelOption("title", .string, "Bold above the panel; may name variables."),
    PanelOption("description", .string, "What it means; shown by `i`."),
    PanelOption("interval", .string, "The least step, and the width of a count's bars: 5m."),
    PanelOption("maxDataPoints", .integer(atLeast: 1), "At most so many points."),
    PanelOption("timeFrom", .string, "A range of its own up to now: 5m."),
    PanelOption("timeShift", .string, "Both ends of the range earlier: 1d."),
    PanelOption("refresh", .duration, "How often it is asked: 5m."),
    PanelOption("zeroWhile", .string, "No series means 0 while this PromQL answers."),
    PanelOption("collapsed", .boolean, "Of a row: its panels are hidden until Enter."),
  ]

  package static let target: [PanelOption] = [
    PanelOption("expr", .string, "PromQL, sent unchanged but for variables."),
    PanelOption("count", .string, "A counter's selector: whole counts per bar."),
    PanelOption("by", .strings, "Labels that a count is summed by."),
    PanelOption("legendFormat", .string, "The series' name: {{label}}."),
    PanelOption("refId", .string, "A name for the target."),
    PanelOption("instant", .boolean, "One value at a moment instead of a range."),
    PanelOption("interval", .string, "The least step of this target."),
    PanelOption("format", .choice(Target.Format.allCases.map(\.rawValue)), "How a table reads it."),
    PanelOption("hide", .boolean, "Don't ask."),
  ]

  package static let variable: [PanelOption] = [
    PanelOption("name", .string, "As in $name."),
    PanelOption("label", .string, "How it is called on the screen."),
    PanelOption(
      "type",
      .choice(["query", "custom", "interval", "textbox", "constant", "datasource"]),
      "Where its values come from."
    ),
    PanelOption("query", .string, "label_values(metric, label), or a list with commas."),
    PanelOption("regex", .string, "Picks and renames what a query answers."),
    PanelOption(
      "sort",
      .integer(atLeast: 0),
      "0 as answered, 1 and 2 alphabetical, 3 and 4 by number."
    ),
    PanelOption("multi", .boolean, "Several values at once."),
    PanelOption("includeAll", .boolean, "All is a choice."),
    PanelOption("allValue", .string, "What stands for All."),
    PanelOption("current", .strings, "The values it begins with."),
    PanelOption("auto", .boolean, "Of an interval: one that follows the range."),
    PanelOption("hide", .boolean, "Not offered by V."),
  ]

  package static let gridPosition: [PanelOption] = [
    PanelOption("x", .integer(atLeast: 0), "Left, of 24 columns."),
    PanelOption("y", .integer(atLeast: 0), "Top."),
    PanelOption("w", .integer(atLeast: 1), "Columns of 24."),
    PanelOption("h", .integer(atLeast: 1), "Height in grid rows."),
  ]

  package static let dashboard: [PanelOption] = [
    PanelOption("$schema", .string, "Where the schema is, for editors."),
    PanelOption("title", .string, "The dashboard's name."),
    PanelOption("product", .string, "Dashboards of one product share their colours."),
    PanelOption("refresh", .duration, "How often panels are asked."),
    PanelOption(
      "timezone",
      .string,
      "Whose clock tells times: local, utc, or a name such as Europe/Prague."
    ),
    PanelOption("fit", .boolean, "Scale to the screen; else scroll."),
    PanelOption("colors", .stringTable, "Value to colour, for every panel and environment."),
  ]
}
