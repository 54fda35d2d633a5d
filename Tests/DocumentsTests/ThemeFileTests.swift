import Canvas
import Documents
import Support
import Testing

/// Themes of one's own: what is read, and what is said of everything else.
struct ThemeFileTests {
  private static let whole = """
    {
      "$comment": "for the projector", "base": "light",
      "colors": {
        "ground": "#fdf6e3", "text": "#073642", "dim": "rgb(88, 110, 117)", "faint": "#d8d2c0",
        "good": "#5f7000", "warning": "#a06800", "critical": "#dc322f", "bar": "#93a1a1",
        "ramp": ["#b0b0a0", "#808070"], "palette": ["#268bd2", "purple", "#2aa198"]
      }
    }
    """

  private func read(_ text: String) -> (theme: Theme, problems: [Problem]) {
    ThemeFile.decode(Array(text.utf8), file: "my/solar.json")
  }

  @Test func aWholeOneIsRead() {
    let (theme, problems) = read(Self.whole)
    #expect(problems == [])
    #expect(theme.name == "solar.json")
    #expect(theme.ground == Color(0xFDF6E3))
    #expect(theme.text == Color(0x073642))
    #expect(theme.dim == Color(0x586E75))
    #expect(theme.critical == Color(0xDC322F))
    #expect(theme.ramp == [Color(0xB0B0A0), Color(0x808070)])
    #expect(theme.palette == [Color(0x268BD2), Theme.light.palette[1], Color(0x2AA198)])
    #expect(theme.sixteen == Theme.light.sixteen)
  }

  @Test func whatIsLeftOutIsTheBases() {
    var (theme, problems) = read(##"{ "base": "contrast", "colors": { "warning": "#ffa500" } }"##)
    #expect(problems == [])
    #expect(theme.warning == Color(0xFFA500))
    theme.warning = Theme.contrast.warning
    theme.name = Theme.contrast.name
    #expect(theme == .contrast)
    #expect(read("{}").theme.text == Theme.dark.text)
    #expect(read("{}").problems == [])
  }

  @Test func aGroundOfOnesOwnIsPainted() {
    #expect(read(##"{ "colors": { "ground": "#000" } }"##).theme.grounding == .painted)
    #expect(read(##"{ "colors": { "text": "#fff" } }"##).theme.grounding == .assumed)
    let (theme, problems) = read(##"{ "base": "terminal", "colors": { "ground": "#fff" } }"##)
    #expect(theme.text == Color(0x000000))
    #expect(problems.allSatisfy { $0.code == "theme.contrast.low" })
  }

  @Test(
    arguments: [
      ("", "1:1: error: the file is empty; write a JSON object"),
      ("[]", "1:1: error: the document must be an object; write { … }"),
      (##"{ "colours": {} }"##, "1:3: error: unknown key `colours`; did you mean `colors`?"),
      (##"{ "base": "drak" }"##, #"1:11: error: `base` is "drak"; did you mean "dark"?"#),
      (##"{ "colors": 1 }"##, "1:13: error: `colors` must be an object; write { … }"),
      (
        ##"{ "colors": { "wraning": "#fff" } }"##,
        "1:15: error: unknown key `wraning` in `colors`; did you mean `warning`?"
      ),
      (
        ##"{ "colors": { "warning": "#12zz" } }"##,
        ##"1:26: error: `colors.warning` is "#12zz", which is no colour; write such as "#2FB8AC", or a name such as "blue""##
      ),
      (
        ##"{ "colors": { "text": 7 } }"##,
        ##"1:23: error: `colors.text` must be a colour; write such as "#2FB8AC", or a name such as "blue""##
      ),
      (
        "{\n  \"colors\": {\n    \"palette\": [\"blue\", \"ble\"]\n  }\n}",
        ##"3:25: error: `colors.palette[1]` is "ble", which is no colour; write such as "#2FB8AC", or a name such as "blue""##
      ),
      (
        ##"{ "colors": { "palette": [] } }"##,
        "1:26: error: `colors.palette` has no colour; write one at least, or leave it out"
      ),
      (
        ##"{ "colors": { "ramp": "blue" } }"##,
        "1:23: error: `colors.ramp` must be a list; write [ … ]"
      ),
      (
        ##"{ "colors": { "text": "#222" } }"##,
        "1:23: error: `colors.text` can't be read on the ground: its contrast is 1.1; take colours whose contrast is 3 or more, or another `base`"
      ),
    ]
  )
  func whatIsWrongIsSaidWithItsPlace(text: String, said: String) {
    let problems = read(text).problems.map(\.description)
    #expect(problems == ["my/solar.json:\(said)"])
  }

  /// One run tells everything, and the rest is read.
  @Test func aBadColourHidesNoOther() {
    let (theme, problems) = read(
      ##"{ "colors": { "good": "x", "bar": "y", "critical": "#ff0000" } }"##
    )
    #expect(problems.map(\.code) == ["theme.color.unknown", "theme.color.unknown"])
    #expect(theme.critical == Color(0xFF0000))
    #expect(theme.good == Theme.dark.good)
  }

  @Test func whatAServerMightSayStaysHarmless() {
    let problems = read("{ \"colors\": { \"text\": \"\\u001b[2J\" } }").problems
    #expect(problems.count == 1)
    #expect(!problems.description.unicodeScalars.contains("\u{1B}"))
  }

  @Test func damagedOnesNeverTrap() {
    let bytes = Array(Self.whole.utf8)
    var random = SeededRandom(seed: 5)
    for index in bytes.indices {
      var changed = bytes
      switch index % 3 {
      case 0: changed.remove(at: index)
      case 1: changed[index] = UInt8.random(in: 0...255, using: &random)
      default: changed = Array(changed[..<index])
      }
      let (theme, _) = ThemeFile.decode(changed, file: "x.json")
      #expect(!theme.palette.isEmpty && !theme.ramp.isEmpty)
    }
  }

  @Test func namesAndFiles() {
    for name in ["x.json", "themes/x", "./x", "/etc/x"] { #expect(ThemeFile.isPath(name)) }
    for theme in Theme.all { #expect(!ThemeFile.isPath(theme.name)) }
    #expect(ThemeFile.fix(for: "lihgt").hasPrefix("did you mean \"light\"? there are dark, light,"))
    #expect(ThemeFile.fix(for: "zzzzzzz").hasPrefix("there are dark, light, contrast, terminal,"))
  }

  @Test func settingsNameOne() {
    #expect(Reading.settings(##"{ "theme": "light" }"##).settings.theme == "light")
    let own = Reading.settings(##"{ "theme": "themes/solar.json" }"##)
    #expect(own.settings.theme == "/etc/p/themes/solar.json")
    #expect(own.problems == [])
    let wrong = Reading.settings(##"{ "theme": "lihgt" }"##)
    #expect(wrong.settings.theme == nil)
    #expect(
      wrong.problems.map(\.description) == [
        "/etc/p/config.json:1:12: error: there is no theme \"lihgt\"; "
          + ThemeFile.fix(for: "lihgt")
      ]
    )
    #expect(
      Reading.settings(##"{ "theme": 1 }"##).problems.map(\.description) == [
        #"/etc/p/config.json:1:12: error: `theme` must be a string; write "…""#
      ]
    )
  }
}
