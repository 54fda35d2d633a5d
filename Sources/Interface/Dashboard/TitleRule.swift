import Canvas
import Documents
import Metrics
import Panels

/// The line above a panel: bold title, what it shows in grey, a thin rule, how fresh it is.
struct TitleRule {
  var title: String
  var unit: String
  var note: String
  var shortNote: String
  var noteColor: Color
  var isFocused: Bool
  var glyphs: GlyphSet
  /// The unit where room is short.
  var shortUnit: String?

  func draw(on canvas: inout Canvas, row: Int, columns width: Int, theme: Theme) {
    guard width > 0 else { return }
    var titleStyle = Style(theme.text).bold
    if isFocused { titleStyle.attributes.insert(.underline) }
    let (note, unit) = fitting(width)
    let noteColumns = TextWidth.of(note)
    let room = width - (noteColumns > 0 ? noteColumns + 3 : 0)
    var column = canvas.write(
      title.fitted(to: max(min(4, width), room)),
      at: Point(column: 0, row: row),
      style: titleStyle
    )
    if !unit.isEmpty, column + 1 + TextWidth.of(unit) < room {
      column = canvas.write(
        unit,
        at: Point(column: column + (column > 0 ? 1 : 0), row: row),
        style: Style(theme.dim)
      )
    }
    let end = noteColumns > 0 ? width - noteColumns - 1 : width
    if column > 0 { column += 1 }
    let rule = glyphs == .ascii ? "-" : "─"
    if column < end {
      canvas.write(
        String(repeating: rule, count: end - column),
        at: Point(column: column, row: row),
        style: Style(isFocused ? theme.dim : theme.faint)
      )
    }
    guard noteColumns > 0 else { return }
    // The gap has the note's colour: a terminal is sent one change of colour less each second.
    canvas.write(
      " " + note,
      at: Point(column: width - noteColumns - 1, row: row),
      style: Style(noteColor)
    )
  }

  /// The longest forms of the note and the unit that leave the title room.
  private func fitting(_ width: Int) -> (note: String, unit: String) {
    let titleColumns = min(TextWidth.of(title), max(8, width / 3))
    func columns(_ unit: String) -> Int { unit.isEmpty ? 0 : TextWidth.of(unit) + 1 }
    let last = shortUnit ?? unit
    // What a bar stands for says more than the longer form of the note.
    for (text, unit, beside) in [
      (note, unit, columns(unit)), (shortNote, unit, columns(unit)),
      (shortNote, last, columns(last)), (shortNote, last, 0),
    ] where titleColumns + beside + TextWidth.of(text) + 4 <= width {
      return (text, unit)
    }
    return ("", last)
  }
}

extension State {
  /// The title's line of a panel as it stands.
  func titleRule(_ key: PanelKey, columns: Int, colors: ColorTable) -> TitleRule {
    let theme = look.theme
    guard let state = self[key] else {
      return TitleRule(
        title: "",
        unit: "",
        note: "",
        shortNote: "",
        noteColor: theme.dim,
        isFocused: false,
        glyphs: look.glyphs
      )
    }
    let status = state.status(now: now)
    var heading = Heading()
    if let panel = state.panel, let frame = state.frame {
      heading = panel.heading(
        frame,
        in: context(view: key.view, panel: state, colors: colors),
        columns: columns
      )
    }
    var rule = TitleRule(
      title: ForeignText(state.spec.title).safe + editMark(of: state.spec),
      unit: unit(of: heading, state.spec),
      note: "",
      shortNote: "",
      noteColor: theme.dim,
      isFocused: isFocusShown && focus == key && !isFullScreen,
      glyphs: look.glyphs
    )
    let past = state.frame?.past?.shift
    if let comparison = Comparison.allCases.first(where: { $0.span == past }) {
      // That two times are shown must be told, before what a bar stands for.
      rule.shortUnit = "and \(comparison.words)"
      rule.unit += (rule.unit.isEmpty ? "" : " ") + "and \(comparison.words)"
    }
    if let hidden = hidden[state.spec.id], !hidden.isEmpty {
      rule.unit += (rule.unit.isEmpty ? "" : ", ") + "\(hidden.count) series hidden"
      rule.shortUnit? += ", \(hidden.count) series hidden"
    }
    switch status {
    case .loading: rule.note = state.asking == nil ? "" : "asking"
    case .live, .noData: (rule.note, rule.shortNote) = freshness(state, heading, key)
    case .partial:
      (rule.note, rule.shortNote) = freshness(state, heading, key)
      rule.note = "partial, " + rule.note.drop { $0 == " " }
      rule.shortNote = "~ " + rule.shortNote
      rule.noteColor = theme.warning
      return rule
    case .stale:
      rule.note = state.answeredAt.map { "\(Age.short(now - $0)) old" } ?? "stale"
      rule.noteColor = theme.warning
    case .error:
      rule.note = "error"
      rule.noteColor = theme.warning
    }
    if rule.shortNote.isEmpty { rule.shortNote = rule.note }
    return rule
  }

  /// How fresh the data is; of counts how many, for they say when the next bar is due above.
  private func freshness(
    _ state: PanelState,
    _ heading: Heading,
    _ key: PanelKey
  ) -> (String, String) {
    if !heading.note.isEmpty { return (heading.note, heading.shortNote) }
    guard let answeredAt = state.answeredAt, let panel = state.panel else { return ("", "") }
    guard type(of: panel).reads != .nothing else { return ("", "") }
    if refreshInterval(state, in: views[key.view]) >= .minutes(1), let due = state.due {
      let (at, next) = (zone.civil(answeredAt).clock, zone.civil(due).clock)
      return ("updated \(at), next \(next)", "\(at), next \(next)")
    }
    return (Age.steady(now - answeredAt), Age.short(now - answeredAt))
  }
}
