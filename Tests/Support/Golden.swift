package import Canvas
import Glibc
package import Testing

/// Compares a canvas with the text file `Goldens/NAME.txt` beside the test's own file.
///
/// The file holds the rows, a line `---`, then one line per run of cells that share a style which
/// is not plain: `row:from-to fg=#rrggbb bg=#rrggbb bold`. `RECORD=1` writes it anew; review with
/// `git diff`.
package func expectGolden(
  _ canvas: Canvas,
  _ name: String,
  file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  try expectGolden(text: goldenText(canvas), name, file: file, sourceLocation: sourceLocation)
}

/// The same for any text.
package func expectGolden(
  text: String,
  _ name: String,
  file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = file.prefix(upTo: file.lastIndex(of: "/") ?? file.endIndex)
  let path = "\(folder)/Goldens/\(name).txt"
  if getenv("RECORD") != nil {
    try writeFile(path, text)
    return
  }
  guard let golden = readFile(path) else {
    Issue.record("no golden \(name); RECORD=1 writes it:\n\(text)", sourceLocation: sourceLocation)
    return
  }
  if golden != text {
    Issue.record(
      Comment(rawValue: difference(golden, text, name)),
      sourceLocation: sourceLocation
    )
  }
}

/// Rows, `---`, then style runs.
package func goldenText(_ canvas: Canvas) -> String {
  var rows: [String] = []
  var runs: [String] = []
  for row in 0..<canvas.size.rows {
    let cells = Array(canvas.row(row))
    rows.append(String(cells.filter { !$0.isContinuation }.map(\.character)).trimmedRight)
    var start = 0
    for column in cells.indices
    where column + 1 == cells.count
      || cells[column + 1].style != cells[start].style
    {
      if let style = describe(cells[start].style) {
        runs.append("\(row):\(start)-\(column) \(style)")
      }
      start = column + 1
    }
  }
  return (rows + ["---"] + runs).joined(separator: "\n") + "\n"
}

private func describe(_ style: Style) -> String? {
  var words: [String] = []
  if let hex = style.foreground.hex { words.append("fg=\(hex)") }
  if let hex = style.background.hex { words.append("bg=\(hex)") }
  if style.attributes.contains(.bold) { words.append("bold") }
  if style.attributes.contains(.underline) { words.append("underline") }
  if style.attributes.contains(.reverse) { words.append("reverse") }
  return words.isEmpty ? nil : words.joined(separator: " ")
}

private func difference(_ golden: String, _ text: String, _ name: String) -> String {
  let old = golden.split(separator: "\n", omittingEmptySubsequences: false)
  let new = text.split(separator: "\n", omittingEmptySubsequences: false)
  let lines = (0..<max(old.count, new.count)).compactMap { line -> String? in
    let (was, is_) = (line < old.count ? old[line] : "", line < new.count ? new[line] : "")
    return was == is_ ? nil : "\(line + 1) - \(was)\n\(line + 1) + \(is_)"
  }
  return "golden \(name) differs:\n" + lines.prefix(30).joined(separator: "\n") + "\n\nnow:\n"
    + text
}

extension String {
  package var trimmedRight: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// A whole file's text; nil where it can't be read.
package func readFile(_ path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}

package struct CannotWrite: Error {
  package var path: String

  package init(path: String) { self.path = path }
}

package func writeFile(_ path: String, _ text: String) throws {
  guard let file = fopen(path, "w") else { throw CannotWrite(path: path) }
  defer { fclose(file) }
  let bytes = Array(text.utf8)
  guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw CannotWrite(path: path) }
}
