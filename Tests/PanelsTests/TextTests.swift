import Canvas
import Documents
import Metrics
import Panels
import Support
import Testing

/// Text panels: Markdown, HTML and code.
struct TextTests {
  private func text(
    _ content: String,
    mode: String = "html",
    _ options: [String: JSON.Kind] = [:],
    columns: Int = 60
  ) throws -> [String] {
    var all = options
    all["content"] = .string(content)
    all["mode"] = .string(mode)
    let sample = ChartSample(layout: "text", all, series: [])
    var lines = try sample.text(columns, 20)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  @Test(arguments: [
    ("<h2>Title</h2>\n<p>Some <b>bold</b>\n   words</p>", ["Title", "", "Some bold words"]),
    ("<p>one</p><p>two<br>three</p>", ["one", "", "two", "three"]),
    ("<div>a</div><div>b</div>", ["a", "b"]),
    ("<ul><li>one</li><li><p>two</p></li></ul>", ["• one", "• two"]),
    ("<ol><li>one<ul><li>in</li></ul></li><li>two</li></ol>", ["1. one", "  • in", "2. two"]),
    (
      "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
      ["a | b", "1 | 2"]
    ),
    (
      #"<a href="https://x.org/?a=1&amp;b=2">docs</a> here"#, ["docs (https://x.org/?a=1&b=2) here"]
    ),
    (#"<a href="https://x.org"><img src="l.png"></a>"#, ["https://x.org"]),
    (#"<img src="l.png" alt="Logo"> text"#, ["Logo text"]),
    ("a &lt;b&gt; &#8594; &#x2192; &copy; &nope; & c", ["a <b> → → © &nope; & c"]),
    ("<script>if (a < b) { x() }</script><style>p { }</style>seen", ["seen"]),
    ("<!-- not <b>this</b> -->seen", ["seen"]), ("<pre>a\n  b</pre>", ["a", "  b"]),
    (#"<span title="a > b">seen</span>"#, ["seen"]), ("1 < 2 and 3 > 2", ["1 < 2 and 3 > 2"]),
    ("<p>unclosed <b", ["unclosed"]), ("", []), ("<div></div>", []),
    ("*stars* and #signs are no Markdown", ["*stars* and #signs are no Markdown"]),
    ("<center>\u{1B}[31mred</center>", ["␛[31mred"]),
  ])
  func htmlIsText(html: String, lines: [String]) throws {
    #expect(try text(html) == lines)
  }

  @Test func headingsAndLinksLookSo() throws {
    let sample = ChartSample(
      layout: "text",
      ["mode": .string("html"), "content": .string("<h1>Head</h1><a href='u'>link</a> <b>x</b>")],
      series: []
    )
    let canvas = try sample.draw(30, 4)
    #expect(canvas[0, 0].style.attributes.contains(.bold))
    #expect(canvas[0, 1].style.attributes.contains(.underline))
    #expect(canvas[9, 1].style.attributes.contains(.bold))
  }

  @Test(arguments: [
    ("one<br>two", ["one", "two"]),
    (#"see <a href="https://x.org" target="_blank">docs</a>."#, ["see docs (https://x.org)."]),
    ("<h2>Title</h2>", ["Title"]), ("<center>\n\n# Head\n\n</center>", ["", "Head", ""]),
    ("<https://x.org>", ["https://x.org"]), ("a &amp; b", ["a & b"]),
    ("`<b>`", ["<b>"]), ("```\n<b>\n```", ["<b>"]), ("one\r\ntwo", ["one", "two"]),
  ])
  func markdownMayHaveTags(markdown: String, lines: [String]) throws {
    let found = try text(markdown, mode: "markdown")
    #expect(found == Array(lines.reversed().drop { $0.isEmpty }.reversed()))
  }

  @Test func codeStaysAsItIs() throws {
    #expect(try text("# no\n<b> *x*", mode: "code") == ["# no", "<b> *x*"])
    let numbered = try text("a\nb", mode: "code", ["code.showLineNumbers": .bool(true)])
    #expect(numbered == ["1  a", "2  b"])
  }

  @Test func longTextEndsInTime() throws {
    let long = String(repeating: "<p>word &amp; word <a href=\"x\">", count: 20_000)
    #expect(try text(long).count >= 19)
    let open = String(repeating: "<script <", count: 20_000)
    #expect(try text(open).isEmpty)
    #expect(try text(String(repeating: "word ", count: 1_000)).count == 20)
  }
}
