import Canvas
import Documents
import Interface
import Layouts
import Metrics
import Panels
import Support
import Testing

/// What may stand at the cursor of a half-typed query.
struct CompletionWishTests {
  /// What is wanted at `|`, in a word.
  private func found(_ marked: String) -> CompletionWish? {
    let place = Array(marked).firstIndex(of: "|") ?? 0
    return CompletionWish.at(place, in: Array(marked.replacing("|", with: "")))
  }

  private func said(_ wish: CompletionWish?) -> String {
    guard let wish else { return "-" }
    let prefix = wish.prefix.isEmpty ? "" : " " + wish.prefix
    switch wish.subject {
    case .operand(let words): return (["operand"] + words).joined(separator: ",") + prefix
    case .keyword(let words):
      let isPlain = words == ["and", "or", "unless", "offset", "atan2"]
      return "keyword" + (isPlain ? "" : " " + words.prefix(2).joined(separator: ",")) + prefix
    case .labelName(let matchers, let taken, let isInList):
      let all = matchers + taken.sorted().map { "-" + $0 }
      return (isInList ? "list" : "label") + "(\(all.joined(separator: " ")))" + prefix
    case .labelValue(let label, let matchers, let quote, let isPattern):
      let kind = (isPattern ? "pattern" : "value") + (quote.map(String.init) ?? "unquoted")
      return "\(kind) \(label)(\(matchers.joined(separator: " ")))" + prefix
    case .duration(let isInBrackets): return (isInBrackets ? "range" : "span") + prefix
    case .variable: return "variable" + prefix
    }
  }

  static let cases: [(query: String, wanted: String)] = [
    // Operands.
    ("|", "operand"), ("ra|", "operand ra"), ("rate(|", "operand"), ("rate(ht|", "operand ht"),
    ("sum by (job) (ra|", "operand ra"), ("a + |", "operand,on,ignoring"),
    ("a + b|", "operand,on,ignoring b"), ("a > b|", "operand,bool,on,ignoring b"),
    ("a > bool |", "operand,on,ignoring"), ("a and |", "operand,on,ignoring"),
    ("topk(5, u|", "operand u"), ("a / on (job) |", "operand,group_left,group_right"),
    ("a / on (job) group_left (x) b|", "operand b"), ("a / on (job) group_left b|", "operand b"),
    ("ra|te(x)", "operand ra"), ("\nsum(\n  ra|", "operand ra"),
    ("a # words\n+ b|", "operand,on,ignoring b"),
    ("job:up:s|", "operand job:up:s"),
    // Between operands.
    ("a |", "keyword"), ("a o|", "keyword o"), ("sum |", "keyword by,without"),
    ("sum b|", "keyword by,without b"), ("sum(a) |", "keyword by,without"),
    ("sum(a) b|", "keyword by,without b"), ("rate(a[5m]) |", "keyword"), ("a{b='c'} |", "keyword"),
    ("(a) |", "keyword"), ("5 |", "keyword"), ("a @ |", "keyword start,end"),
    ("a @ s|", "keyword start,end s"), ("sum by (x) |", "-"), ("sum(a) by (x) |", "keyword"),
    ("sum by |", "-"), ("a / on |", "-"),
    // Labels.
    ("up{|", #"label(__name__="up")"#), ("up{|}", #"label(__name__="up")"#),
    ("up{jo|", #"label(__name__="up") jo"#), ("{|", "label()"), ("{jo|}", "label() jo"),
    ("up{job='a', |}", #"label(__name__="up" job='a' -job)"#),
    ("up{|, job='a'}", #"label(__name__="up" job='a' -job)"#),
    ("up{job='a', in|, x=~\"b\"}", #"label(__name__="up" job='a' x=~"b" -job -x) in"#),
    ("rate(up{|[5m])", #"label(__name__="up")"#), ("up {|", #"label(__name__="up")"#),
    ("foo_$x{|}", "label()"), ("up{job |", "-"), ("up{job='a' |", "-"),
    ("sum(up{|", #"label(__name__="up")"#),
    ("up{\"a b\"='c', |}", #"label(__name__="up" "a b"='c' -a b)"#),
    // Values.
    ("up{job=\"|", #"value" job(__name__="up")"#), ("up{job=\"|\"}", #"value" job(__name__="up")"#),
    ("up{job='pr|'}", #"value' job(__name__="up") pr"#),
    ("up{job!='pr|", #"value' job(__name__="up") pr"#),
    ("up{job=~`pr|", #"pattern` job(__name__="up") pr"#),
    ("up{job!~'a|", #"pattern' job(__name__="up") a"#),
    ("up{job=|", #"valueunquoted job(__name__="up")"#), ("up{job=a|", "-"),
    ("up{x='1', job='|'}", #"value' job(__name__="up" x='1')"#),
    ("{__name__='u|", "value' __name__() u"), ("up{job='a\\'b|", #"value' job(__name__="up") a'b"#),
    ("up{job='a'|}", "-"), ("up{\"a b\"='|", #"value' a b(__name__="up")"#),
    ("up{job='a|, x='b'}", #"value' job(__name__="up") a"#),
    // Lists of labels.
    ("sum by (|", "list()"), ("sum by (|) (up)", #"list(__name__="up")"#),
    ("sum by (jo|) (rate(up{x='1'}[5m]))", #"list(__name__="up" x='1') jo"#),
    ("sum(rate(up[5m])) by (|", #"list(__name__="up")"#),
    ("SUM BY (|) (up)", #"list(__name__="up")"#), ("up AND |", "operand,on,ignoring"),
    ("sum by (job, |) (up)", #"list(__name__="up" -job)"#), ("sum by (job |) (up)", "-"),
    ("sum without (|)(up)", #"list(__name__="up")"#), ("a / on (|) b", #"list(__name__="a")"#),
    ("a / ignoring (x, |", #"list(__name__="a" -x)"#),
    ("a / on (x) group_left (|) b", #"list(__name__="a")"#),
    ("sum by (|) ({x='1'})", "list(x='1')"),
    ("a + sum by (|) (b)", #"list(__name__="b")"#),
    // Spans.
    ("rate(up[|", "range"), ("rate(up[|])", "range"), ("rate(up[5|", "range 5"),
    ("rate(up[5m|])", "range 5m"), ("max_over_time(up[1h:|])", "range"), ("up offset |", "span"),
    ("up offset 5|", "span 5"), ("a * 5|", "-"),
    // Variables.
    ("$|", "variable"), ("$sy|", "variable sy"), ("up{job=\"$sy|\"}", "variable sy"),
    ("up{job=\"${sy|}\"}", "variable sy"), ("up{job='a-$|'}", "variable"),
    ("rate(up[$__|])", "variable __"), ("${a|", "variable a"),
    ("up{job='a$b c|'}", #"value' job(__name__="up") a$b c"#),
    // Nothing.
    ("# ra|", "-"), ("a # ra|\n", "-"), ("label_replace(a, \"b|", "-"), ("'ab|", "-"),
    ("label_replace(a, 'b', '$1|'", "-"), ("1e|", "-"), ("a)|", "keyword"), ("]|", "keyword"),
    ("}}}|", "keyword"),
    ("up[5m]|", "keyword"), ("~|", "-"),
  ]

  @Test(arguments: cases)
  func whatIsWanted(query: String, wanted: String) {
    #expect(said(found(query)) == wanted, "\(query)")
  }

  /// `|` is the cursor; what it takes the place of.
  static let ranges: [(query: String, taken: String)] = [
    ("ra|te(x)", "rate"), ("up{job='pr|od'}", "prod"),
    ("up{job='a|, x='b'}", "a"), ("up{job='|api'}", "api"), ("up{job=\"${sy|s}\"}", "${sy"),
    ("$sys|tem", "$system"), ("up[5|m]", "5m"),
  ]

  @Test(arguments: ranges)
  func whatIsReplaced(query: String, taken: String) throws {
    let wish = try #require(found(query))
    let characters = Array(query.replacing("|", with: ""))
    #expect(String(characters[wish.range]) == taken)
  }

  @Test func ofAPatternTheLastAlternative() throws {
    let query = Array("up{job=~\"api|pr\"}")
    let wish = try #require(CompletionWish.at(15, in: query))
    #expect(wish.prefix == "pr")
    #expect(String(query[wish.range]) == "pr")
  }

  // MARK: - Any text

  /// Every query of the layouts we ship, and others.
  private func queries() throws -> [String] {
    var queries = Self.cases.map(\.query)
    for layout in ShippedLayouts.all where layout.name != "schema" {
      let opened = try Fixture.opened(String(decoding: layout.bytes, as: UTF8.self))
      for panel in opened.dashboard.panels { queries += panel.targets.map(\.question.text) }
    }
    return queries + Self.longQueries
  }

  private static let longQueries = [
    #"sum by (le, job) (rate(http_bucket{job=~"$job|x",code!~"5.."}[$__rate_interval])) > 0"#,
    #"label_replace(a{b="c\"d"}, "x", "$1", "y", "(.*)") * on (x) group_left (v) [[q]] # e"#,
    "histogram_quantile(0.9, sum(rate(a_bucket[5m:30s])) by (le)) > bool 3 and {__name__=~`x.*`}",
    "a offset 5m @ start() / ignoring (b) group_right (c, d) count_values('v', e{f!='g'} @ 1.5)",
  ]

  @Test func everyHeadOfEveryQueryIsRead() throws {
    for query in try queries() {
      let all = Array(query)
      for end in 0...all.count {
        check(CompletionWish.at(end, in: Array(all[..<end])), count: end, cursor: end)
        check(CompletionWish.at(end, in: all), count: all.count, cursor: end)
      }
    }
  }

  @Test(arguments: 0..<60)
  func anyTextIsRead(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let pieces = Array("{}()[]\"'`\\,=~!<>$#@:;ab1 \n\u{301}界") + ["b", "y", "o", "n"]
    for _ in 0..<60 {
      let length = Int.random(in: 0...40, using: &random)
      let text = (0..<length).compactMap { _ in pieces.randomElement(using: &random) }
      for cursor in [-1, 0, length / 2, length, length + 5] {
        check(CompletionWish.at(cursor, in: text), count: text.count, cursor: cursor)
      }
    }
  }

  private func check(_ wish: CompletionWish?, count: Int, cursor: Int) {
    guard let wish else { return }
    let place = max(0, min(cursor, count))
    #expect(wish.range.lowerBound >= 0 && wish.range.upperBound <= count)
    #expect(wish.range.lowerBound <= place && place <= wish.range.upperBound)
    let names = [CompletionAnswer.Name(#"a "b" \c"#), .init("plain")]
    for item in CompletionItem.all(for: wish, names: names, variables: []) {
      _ = item.insertion(for: wish, before: [])
    }
  }
}
