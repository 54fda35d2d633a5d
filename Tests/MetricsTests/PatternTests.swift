import Metrics
import Testing

/// JavaScript's regular expressions, as far as they are taken.
struct PatternTests {
  /// A pattern as Grafana writes it, a text, and what it matches of it.
  @Test(
    arguments: [
      ("/a+/", "caaat", "aaa"), ("/a+?/", "caaat", "a"), ("/a*/", "bbb", ""), ("/x/", "abc", nil),
      ("abc", "abc", "abc"), ("abc", "xabc", nil), ("ab.*", "abcd", "abcd"), ("a|b", "b", "b"),
      ("/^a|b$/", "ab", "a"), ("/colou?r/", "my color", "color"), ("/[a-c]+/", "xxbacd", "bac"),
      ("/[^a-c]+/", "abxyc", "xy"), ("/[-a]+/", "b-a-", "-a-"), ("/[a-]+/", "b-a", "-a"),
      ("/[\\]a]+/", "x]a", "]a"), ("/\\d{2,3}/", "1 12345", "123"), ("/\\d{2}/", "12345", "12"),
      ("/\\d{2,}?/", "12345", "12"), ("/a{,2}/", "a{,2}", "a{,2}"),
      ("/\\w+\\s\\W/", "ab -", "ab -"),
      ("/\\bcat\\b/", "concat cat", "cat"), ("/\\Bcat/", "concat", "cat"), ("/A/i", "cba", "a"),
      ("/[A-C]+/i", "xbcx", "bc"), ("/Ä/i", "ä", "ä"), ("/a.c/", "a\nc", nil),
      ("/a.c/s", "a\nc", "a\nc"), ("/^b/m", "a\nb", "b"), ("/(?:ab)+/", "ababa", "abab"),
      ("/(a|ab)(c|bcd)/", "abcd", "abcd"), ("/a(?=b)/", "acab", "a"), ("/a(?!c)b?/", "acab", "ab"),
      ("^(?!.*process|Value).*$", "cpu", "cpu"), ("^(?!.*process|Value).*$", "my process", nil),
      ("/^.*\\s-\\smean$/i", "CPU - Mean", "CPU - Mean"), ("/score\\..*/", "a score.x", "score.x"),
      ("/\\x41\\u0042/", "AB", "AB"), ("/./", "🦊", "🦊"), ("/(?i)abc/", "ABC", "ABC"),
      ("/\\//", "a/b", "/"), ("/()/", "x", ""), ("//", "x", ""), ("/a||b/", "b", ""),
      ("/(a*)*b/", "aab", "aab"), ("/[]/", "x", nil), ("/[^]/", "x", "x"), ("/a.b/", "ab", nil),
      ("/[^a-c]/i", "ABCd", "d"), ("/a{x/", "a{x", "a{x"), ("/^$/", "", ""),
      ("/[\\w.-]+@\\S/", "x@y", "x@y"),
      ("/\\D/", "5", nil), ("/x*?y/", "xxy", "xxy"), ("/é+/", "éé", "éé"), ("a|b", "ax", "a"),
      ("/a(?i)b|C/", "Aac", "c"), ("/a(?:(?i)B)c/", "abC abc", "abc"), ("/(?i:A)b/", "aB ab", "ab"),
      ("/(?is)a.b/", "A\nB", "A\nB"), ("/a(?=b)c|(?=d)d/", "abd", "d"),
    ] as [(String, String, String?)]
  )
  func whatMatches(pattern: String, text: String, wanted: String?) throws {
    let match = try #require(Pattern(grafana: pattern)).firstMatch(in: text)
    #expect(match?[0] == wanted)
  }

  @Test(arguments: [
    "(", ")", "a(b", "[a", "*a", "a**", "+", "a{3,2}", "(?<=a)b", "(a)\\1", "\\p{L}", "[b-a]", "\\",
    "(?<n", "(?a)", "a{2000}", "(?=a(?=b))", "a**", "(?u)a", "(?i", "(?i:a",
  ])
  func whatIsRefused(source: String) {
    #expect(Pattern(source) == nil)
  }

  @Test(arguments: ["/a", "/a/z", "/("])
  func whatGrafanaWouldNotReadIsRefused(text: String) { #expect(Pattern(grafana: text) == nil) }

  @Test func whatIsLongIsRefused() {
    #expect(Pattern(String(repeating: "a", count: 1_001)) == nil)
    #expect(Pattern(String(repeating: "a", count: 1_000)) != nil)
    #expect(Pattern("((a{100}){100}){100}") == nil)
    #expect(Pattern(String(repeating: "(", count: 60) + String(repeating: ")", count: 60)) == nil)
    let long = String(repeating: "a", count: 3_000)
    #expect(Pattern("(?=a{1000}a{1000}a{1000}a{1000}){1000}") == nil)
    let nothing = (1...8).reduce("") { inner, _ in "(?:\(inner)){1000}" }
    #expect(Pattern(nothing + "b")?.matches("ab") == true)
    #expect(Pattern("a{1000}")?.matches(long) == true)
    #expect(Pattern("(a{2}){999}")?.matches(long + long) == false)
    #expect(Pattern("(?=a{999})a")?.matches(long) == false)
    #expect(Pattern("(?=b)a")?.matches(String(repeating: "a", count: 1_500)) == false)
    #expect(Pattern("^(?!kube-).*$")?.matches(String(repeating: "a", count: 900)) == true)
  }

  /// With what goes back these would take years.
  @Test(arguments: [
    "(a+)+$", "(a|aa)+$", "(a*)*$", "(.*)*x", "(x+x+)+y", "(a?){30}a{30}$",
    "(?=(a+)+$)b", "(a|a)*$x", "(.*)(.*)(.*)(.*)(.*)(.*)x",
  ])
  func nothingRunsForLong(source: String) throws {
    let pattern = try #require(Pattern(source))
    let text = String(repeating: "a", count: 300) + "b"
    let clock = ContinuousClock()
    let spent = clock.measure { _ = pattern.matches(text) }
    #expect(spent < .seconds(20), "\(spent)")
  }

  /// Each match looks through all that is left; a template may be longer than the text.
  @Test func whatIsWrittenAnewIsBounded() throws {
    let text = String(repeating: "a", count: 30_000)
    let searching = try #require(Pattern("a(?:.*b)?", flags: "g"))
    #expect(searching.allMatches(in: text).count < 1_000)
    #expect(searching.replacing(text, with: "x").utf8.count > 20_000)
    let short = String(repeating: "a", count: 300)
    let growing = try #require(Pattern("a", flags: "g"))
    let result = growing.replacing(short, with: String(repeating: "$&", count: 10_000))
    #expect((100_000..<200_000).contains(result.utf8.count))
  }

  /// A pattern, a text, a template, and the text written anew.
  @Test(
    arguments: [
      ("/(.*)-(.*)/", "a-b", "$2 of $1", "b of a"), ("/b/", "abcb", "x", "axcb"),
      ("/b/g", "abcb", "x", "axcx"), ("/x*/g", "ab", "-", "-a-b-"), ("/z/", "ab", "x", "ab"),
      ("/a(b)?/", "ac", "[$1]", "[]c"), ("/a/", "a", "$$1 $& $2 $", "$1 a $2 $"),
      ("/(a)/", "a", "$10 $01 $0", "a0 a $0"), ("/(?<x>a)/", "ba", "<$<x>>", "b<a>"),
      ("/x*/g", "axb", "-", "-a--b-"), ("/a/", "banana", "$1$$", "b$1$nana"),
      ("(.*)", "pod", "$1-$1", "pod-pod"), ("/(a)(b)?/", "a", "[$2]", "[]"),
      ("(.+)\\.example\\.com", "db1.example.com", "$1", "db1"),
    ]
  )
  func textsAreWrittenAnew(pattern: String, text: String, template: String, wanted: String) throws {
    #expect(try #require(Pattern(grafana: pattern)).replacing(text, with: template) == wanted)
  }

  @Test func groupsHaveNamesAndPlaces() throws {
    let pattern = try #require(Pattern(grafana: "/(?<text>\\w+)=(?P<value>\\d+)?/g"))
    let matches = pattern.allMatches(in: "a=1 b= c=3")
    #expect(matches.map { $0["text"] } == ["a", "b", "c"])
    #expect(matches.map { $0["value"] } == ["1", nil, "3"])
    #expect(matches[0].groups == 2)
    #expect(matches[0][2] == "1" && matches[0][3] == nil && matches[0]["no"] == nil)
    #expect(matches[1].named.map(\.name) == ["text", "value"])
    #expect(matches[1].named.map(\.text) == ["b", ""])
  }
}
