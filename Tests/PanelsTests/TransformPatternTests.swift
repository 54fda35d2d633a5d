import Documents
import Testing

/// Regular expressions of files: JavaScript's meaning, and an end in every case.
struct TransformPatternTests {
  @Test(
    arguments: [
      ("abc", "abc", true), ("abc", "xabc", false), ("/abc/", "xabcx", true),
      ("/ABC/i", "abc", true),
      ("/[^a-c]/", "abc", false), ("/[^a-c]/i", "ABCd", true), (#"/^\d+$/"#, "123", true),
      (#"/^\d{2,3}$/"#, "1234", false), (#"/^\d{2,3}$/"#, "123", true), (#"/^a{2}$/"#, "aa", true),
      ("/a{x/", "a{x", true), (#"/\bcpu\b/"#, "the cpu 1", true), (#"/\bcpu\b/"#, "cpus", false),
      ("/^(?!go_).*/", "go_gc", false), ("/^(?!go_).*/", "up", true), ("/a(?=b)/", "ac", false),
      ("/^(a|ab)(c|bcd)$/", "abcd", true), ("/a.c/", "a\nc", false),
      (#"/[\w.-]+@\S/"#, "x@y", true),
      (#"/\u0041\x42\//"#, "AB/", true), ("/é+/", "éé", true), ("a|b", "ax", true),
      ("/(/", "", false), ("/^$/", "", true), ("", "", true), ("/[]/", "x", false),
      (#"/[\]\-a]/"#, "]", true), (#"/\D/"#, "5", false), ("/x*?y/", "xxy", true),
    ]
  )
  func aTextIsMatched(pattern: String, text: String, isMatch: Bool) {
    #expect((ForeignPattern(pattern)?.matches(text) ?? false) == isMatch)
  }

  @Test(
    arguments: [
      "(a", "a)", "*a", "[a", "a**", #"(a)\1"#, "(?<=a)b", "(?i)a", #"\p{L}"#, "[b-a]", "a{3,2}",
      "a{9999}", "((a{100}){100}){100}", "/a", "/a/z", String(repeating: "(", count: 400),
      String(repeating: "a", count: 1_001), "(?=(?=a))",
    ]
  )
  func whatIsNotKnownIsNoPattern(pattern: String) { #expect(ForeignPattern(pattern) == nil) }

  @Test(
    arguments: [
      ("/(a*)*b/", String(repeating: "a", count: 5_000)),
      ("/(a|a)*$x/", String(repeating: "a", count: 1_000)),
      ("/(.*)(.*)(.*)(.*)(.*)(.*)x/", String(repeating: "ab", count: 500)),
      ("/(?=(a+)+$)b/", String(repeating: "a", count: 1_000)),
      ("/(a?){50}a{50}c/", String(repeating: "a", count: 1_000)),
    ]
  )
  func theWorstOnesEndSoon(pattern: String, text: String) throws {
    let found = try #require(ForeignPattern(pattern))
    let clock = ContinuousClock()
    var isMatch = true
    let took = clock.measure { isMatch = found.matches(text) }
    #expect(!isMatch)
    #expect(took < .seconds(20), "\(took)")
  }

  @Test func groupsComeOut() throws {
    let pattern = try #require(ForeignPattern(#"/(?<name>\w+)=(?<value>\d*)|none/"#))
    #expect(pattern.named(in: "x cpu=12;")?.map(\.text) == ["cpu", "12"])
    #expect(pattern.named(in: "none")?.map(\.text) == ["", ""])
    #expect(pattern.named(in: "=") == nil)
  }

  @Test(
    arguments: [
      ("/(\\d+)-(\\d+)/", "a 1-2 b", "$2:$1", "a 2:1 b"), ("/x/g", "xax", "<$&>", "<x>a<x>"),
      ("/x*/g", "axb", "-", "-a--b-"), ("/a/", "banana", "$1$$", "b$1$nana"),
      ("(.*)", "pod", "$1-$1", "pod-pod"),
      ("/(a)(b)?/", "a", "[$2]", "[]"),
    ]
  )
  func matchesAreReplaced(pattern: String, text: String, template: String, wanted: String) throws {
    let found = try #require(ForeignPattern(pattern))
    #expect(found.replacing(in: text, with: template) == wanted)
  }
}
