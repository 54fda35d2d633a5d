import Interface
import Metrics
import Testing

struct WordsTests {
  @Test(arguments: [
    ("now-6h", "now", "last 6 hours"), ("now-1h", "now", "last hour"),
    ("now-90m", "now", "last 90 minutes"), ("now/d", "now", "today so far"),
    ("now-2d", "now-1d", "now-2d to now-1d"), ("now-1d/d", "now-1d/d", "yesterday"),
    ("2026-11-24T08:00:00Z", "2026-11-24T12:30:10Z", "2026-11-24 08:00 to 12:30:10"),
    ("2026-11-24T23:00:00+01:00", "2026-11-25", "2026-11-24 22:00 to 2026-11-25 00:00"),
    ("2026-11-24", "now", "2026-11-24 00:00 to now"),
  ])
  func aRangeInWords(from: String, to: String, text: String) {
    #expect(RangeText.long(from: from, to: to, zone: .utc) == text)
  }

  @Test(arguments: [
    (300, "5 min"), (30, "30 s"), (3_600, "1 h"), (5_400, "1 h 30 min"), (86_400, "1 d"),
  ])
  func aStepInWords(seconds: Int, text: String) {
    #expect(RangeText.words(.seconds(seconds)) == text)
  }

  @Test(arguments: [
    (0, "0s", "0 s"), (99, "99s", "99 s"), (100, "1m", "1 m"), (240, "4m", "4 m"),
    (7_200, "2h", "2 h"), (200_000, "2d", "2 d"), (-5, "0s", "0 s"),
  ])
  func anAge(seconds: Int, short: String, long: String) {
    #expect(Age.short(.seconds(seconds)) == short)
    #expect(Age.long(.seconds(seconds)) == long)
  }
}
