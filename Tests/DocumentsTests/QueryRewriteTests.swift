import Documents
import Panels
import Support
import Testing

/// Queries put into the text of a file, every other byte left alone.
struct QueryRewriteTests {
  private func change(
    _ was: String,
    _ text: String,
    panel: Int = 1,
    title: String = "T",
    target: Int = 0
  ) -> QueryChange {
    QueryChange(panel: panel, title: title, target: target, was: was, text: text)
  }

  private func rewritten(_ file: String, _ changes: QueryChange...) throws(Problem) -> String {
    let bytes = try QueryRewrite.rewritten(
      Array(file.utf8),
      file: "x.json",
      kinds: PanelCatalog.kinds,
      changes: changes
    )
    return String(decoding: bytes, as: UTF8.self)
  }

  private func problem(_ file: String, _ changes: QueryChange...) -> Problem? {
    do throws(Problem) {
      _ = try QueryRewrite.rewritten(
        Array(file.utf8),
        file: "x.json",
        kinds: PanelCatalog.kinds,
        changes: changes
      )
      return nil
    } catch {
      return error
    }
  }

  /// `%` is the string with its quotes.
  static let files: [String] = [
    #"{"panels":[{"type":"stat","title":"T","targets":[{"expr":%}]}]}"#,
    "{ \"$comment\": \"größe 界\",\r\n\t\"panels\" : [ { \"targets\" : [ { \"expr\" :\r\n % } ],\r\n"
      + " \"title\": \"T\", \"type\": \"stat\" } ] }\r\n\r\n",
    "\u{FEFF}{\"panels\": [{\"type\": \"stat\", \"title\": \"T\", \"targets\": [{\"expr\": %}]}]}\n",
    #"{"panels":[{"type":"stat","title":"T","targets":[{"refId":"界界","expr":%,"hide":false}]}]}"#,
    #"{"panels":[{"type":"stat","title":"T","targets":[{"count":%,"by":["a"]}]}]}"#,
    // Grafana's, plain, exported by its API, and in rows as it was once.
    #"{"schemaVersion":36,"panels":[{"id":1,"type":"stat","title":"T","targets":[{"expr":%}]}]}"#,
    #"{"dashboard":{"title":"D","panels":[{"id":1,"type":"stat","title":"T","#
      + #""targets":[{"expr":%,"legendFormat":"x"}]}]},"meta":{"slug":"d"}}"#,
    #"{"kind":"Dashboard","apiVersion":"v1","spec":{"panels":[{"id":1,"type":"stat","title":"T","#
      + #""targets":[{"expr":%}]}]}}"#,
    #"{"rows":[{"panels":[{"id":1,"type":"graph","title":"T","span":6,"targets":[{"expr":%}]}]}]}"#,
    #"{"schemaVersion":36,"panels":[{"id":9,"type":"row","collapsed":true,"title":"R","panels":"#
      + #"[{"id":1,"type":"stat","title":"T","targets":[{"expr":%}]}]}]}"#,
  ]

  @Test(arguments: files)
  func onlyTheStringChanges(file: String) throws {
    let before = file.replacing("%", with: #""up{a='\"b\\c\u00e9'}""#)
    let after = file.replacing("%", with: #""up{job='x', y=\"\\d\"}""#)
    let was = "up{a='\"b\\c\u{E9}'}"
    #expect(try rewritten(before, change(was, "up{job='x', y=\"\\d\"}")) == after)
    #expect(problem(before, change("other", "up"))?.code == "rewrite.changed")
    #expect(problem(before, change(was, "up", title: "U"))?.code == "rewrite.changed")
    #expect(problem(before, change(was, "up", panel: 3))?.code == "rewrite.changed")
    #expect(problem(before, change(was, "up", target: 1))?.code == "rewrite.changed")
  }

  @Test(arguments: [
    ("a\nb", #""a\nb""#), ("\t\r", #""\t\r""#), (#"a"b\c"#, #""a\"b\\c""#), ("é界/🇨🇿", "\"é界/🇨🇿\""),
    ("a\u{1}\u{7F}", #""a\u0001\u007f""#), ("it's", "\"it's\""),
  ])
  func whatMustBeEscapedIs(text: String, written: String) throws {
    let file = Self.files[0]
    let before = file.replacing("%", with: "\"a\"")
    #expect(try rewritten(before, change("a", text)) == file.replacing("%", with: written))
  }

  @Test func severalAtOnce() throws {
    let file =
      #"{"panels":[{"type":"stat","title":"T","targets":[{"expr":"a"},{"expr":"b"},{"expr":"c"}]}]}"#
    let result = try rewritten(file, change("a", "longer"), change("c", "", target: 2))
    #expect(result == file.replacing("\"a\"", with: "\"longer\"").replacing("\"c\"", with: "\"\""))
  }

  @Test func oneOfAFileThatChangedElsewhere() throws {
    let file = Self.files[1].replacing("%", with: "\"a\"")
    let other = file.replacing("\"$comment\"", with: "\n\n\"title\": \"new\", \"$comment\"")
    #expect(
      try rewritten(other, change("a", "b")) == other.replacing("\"a\"", with: "\"b\"")
    )
  }

  @Test func whatWouldNotBeReadIsRefused() {
    let layout = Self.files[4].replacing("%", with: "\"a_total\"")
    #expect(problem(layout, change("a_total", "sum(a_total)"))?.code == "rewrite.unread")
    let grafana = Self.files[5].replacing("%", with: "\"a\"")
    #expect(problem(grafana, change("a", ""))?.code == "rewrite.unread")
    #expect(problem("{", change("a", "b"))?.code == "json.syntax")
  }

  @Test func anInputOfAnExportIsNotOverwritten() {
    let file = """
      { "__inputs": [{ "name": "VAR_J", "type": "constant", "value": "shop" }], "panels":
        [{ "id": 1, "type": "stat", "title": "T", "targets": [{ "expr": "up{job='${VAR_J}'}" }] }] }
      """
    let problem = problem(file, change("up{job='shop'}", "up"))
    #expect(problem?.what == "the file has an input of the export in this query")
    #expect(problem?.position == SourcePosition(line: 2, column: 67))
  }

  /// Each query of each shipped layout, and nothing else of it.
  @Test func everyQueryOfWhatWeShip() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    for name in ["overview", "prometheus", "queues-and-errors", "stages", "uploads"] {
      let text = try #require(readFile("/\(root)/layouts/\(name).json"))
      let dashboard = try Reading.dashboard(text).dashboard
      for panel in dashboard.panels {
        for (place, target) in panel.targets.enumerated() {
          let was = target.question.text
          let result = try rewritten(
            text,
            change(was, "zzz", panel: panel.id, title: panel.title, target: place)
          )
          let again = try Reading.dashboard(result).dashboard.panels.flatMap(\.targets)
          #expect(again.count { $0.question.text == "zzz" } == 1)
          #expect(result.utf8.count == text.utf8.count - was.utf8.count + 3)
          #expect(result.hasPrefix(text.prefix(60)) && result.hasSuffix(text.suffix(4)))
        }
      }
    }
  }

  @Test func aPanelThatMovedIsTheSame() throws {
    let short = try Reading.panels(
      #"{"type":"stat","title":"A","targets":[{"expr":"a"}]},"#
        + #"{"type":"stat","title":"B","thresholds":[{"above":1,"color":"red"}],"targets":[]}"#
    )
    let long = try Reading.panels(
      #"{"type":"stat","title":"A","targets":[{"expr":"aaaa"}]},"#
        + #"{"type":"stat","title":"B","thresholds":[{"above":1,"color":"red"}],"targets":[]}"#
    )
    #expect(short[1] != long[1])
    #expect(short[1].unplaced == long[1].unplaced)
    #expect(short[0].unplaced != long[0].unplaced)
  }
}
