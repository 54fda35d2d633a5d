import Glibc
import Metrics
import Support
import Testing

struct TimeTests {
  // MARK: - Spans

  @Test(
    arguments: [
      ("5m", 300_000), ("15s", 15_000), ("100ms", 100), ("1h30m", 5_400_000), ("1d", 86_400_000),
      ("2w", 1_209_600_000), ("1y", 31_536_000_000), ("1M", 2_592_000_000), ("0s", 0),
      ("4m59s999ms", 299_999), ("007s", 7_000), ("1m1m", 120_000),
    ] as [(String, Int64)]
  )
  func spansAreRead(text: String, milliseconds: Int64) {
    #expect(Duration(promQL: text) == .milliseconds(milliseconds))
  }

  @Test(
    arguments: [
      "", "5", "m", "5 m", " 5m", "5m ", "-5m", "+5m", "1.5h", "5x", "5min", "5S", "5m3", "m5",
      "٥m",
      "5m\u{301}", "9223372036854775807s", "99999999999999999999s", "9223372036854775807ms", "200y",
      "126y364d9999999h",
    ]
  )
  func otherTextIsNoSpan(text: String) {
    #expect(Duration(promQL: text) == nil)
  }

  @Test(
    arguments: [
      (0, "0s"), (1, "1ms"), (999, "999ms"), (1_000, "1s"), (15_000, "15s"),
      (299_999, "4m59s999ms"),
      (300_000, "5m"), (5_400_000, "1h30m"), (86_400_000, "1d"), (604_800_000, "7d"),
      (86_400_001, "1d1ms"), (-300_000, "-5m"),
    ] as [(Int64, String)]
  )
  func spansAreWritten(milliseconds: Int64, text: String) {
    #expect(Duration.milliseconds(milliseconds).promQL == text)
  }

  @Test(arguments: 0..<20)
  func whatIsWrittenIsReadAgain(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      let digits = Int.random(in: 0...11, using: &random)
      let span = Duration.milliseconds(
        Int64.random(in: 0...(0..<digits).reduce(1) { number, _ in number * 10 }, using: &random)
      )
      #expect(Duration(promQL: span.promQL) == span, "\(span.promQL)")
    }
  }

  @Test func spansInWholeMilliseconds() {
    #expect(Duration.seconds(1.5).milliseconds == 1_500)
    #expect(Duration.microseconds(1_999).milliseconds == 1)
    #expect(Duration.microseconds(-1_999).milliseconds == -1)
    #expect(Duration.minutes(5) == .seconds(300))
    #expect(Duration.hours(2) == .seconds(7_200))
    #expect(Duration.milliseconds(1_500).inSeconds == 1.5)
  }

  // MARK: - Moments

  @Test(
    arguments: [
      (0, 5, 0, 0), (7, 5, 5, 10), (10, 5, 10, 10), (-1, 5, -5, 0), (-5, 5, -5, -5),
      (-7, 5, -10, -5),
      (7, 0, 7, 7), (7, -5, 7, 7), (-7, 0, -7, -7),
      (1_795_539_761_123, 300_000, 1_795_539_600_000, 1_795_539_900_000),
    ] as [(Int64, Int64, Int64, Int64)]
  )
  func momentsAreRounded(moment: Int64, step: Int64, floor: Int64, ceiling: Int64) {
    let (moment, step) = (Timestamp(milliseconds: moment), Duration.milliseconds(step))
    #expect(moment.floored(to: step) == Timestamp(milliseconds: floor))
    #expect(moment.ceiled(to: step) == Timestamp(milliseconds: ceiling))
  }

  @Test func theFarthestMomentsAreRoundedWithoutATrap() {
    let (first, last) = (Timestamp(milliseconds: .min), Timestamp(milliseconds: .max))
    #expect(first.floored(to: .seconds(1)) == first)
    #expect(last.floored(to: .seconds(1)) == Timestamp(milliseconds: .max - 807))
    #expect(Zone.utc.civil(first).clock.count == 5)
    #expect(Zone.utc.civil(last).clock.count == 5)
  }

  @Test(
    arguments: [
      (0, "0.000"), (1, "0.001"), (50, "0.050"), (999, "0.999"), (1_000, "1.000"),
      (1_795_539_761_123, "1795539761.123"), (-1, "-0.001"), (-50, "-0.050"), (-1_500, "-1.500"),
      (.max, "9223372036854775.807"), (.min, "-9223372036854775.808"),
    ] as [(Int64, String)]
  )
  func momentsAsTheHTTPAPITakesThem(milliseconds: Int64, parameter: String) {
    #expect(Timestamp(milliseconds: milliseconds).parameter == parameter)
  }

  @Test func momentsAddUp() {
    let moment = Timestamp(seconds: 10)
    #expect(moment + .seconds(5) == Timestamp(seconds: 15))
    #expect(moment - .milliseconds(1) == Timestamp(milliseconds: 9_999))
    #expect(Timestamp(seconds: 15) - moment == .seconds(5))
    #expect(moment < Timestamp(milliseconds: 10_001))
    #expect(Timestamp(milliseconds: -1_500).seconds == -1.5)
  }

  @Test func aRangeNeverRunsBackwards() {
    let range = TimeRange(start: Timestamp(seconds: 20), end: Timestamp(seconds: 10))
    #expect(range.end == range.start)
    #expect(range.length == .zero)
    #expect(
      TimeRange(start: Timestamp(seconds: 10), end: Timestamp(seconds: 20)).length == .seconds(10)
    )
  }

  // MARK: - Zones

  @Test(
    arguments: [
      (0, "1970-01-01", "00:00:00", 4), (-1, "1969-12-31", "23:59:59", 3),
      (951_782_400, "2000-02-29", "00:00:00", 2), (1_795_539_761, "2026-11-24", "17:02:41", 2),
      (4_107_542_400, "2100-03-01", "00:00:00", 1), (253_402_300_799, "9999-12-31", "23:59:59", 5),
    ] as [(Int64, String, String, Int)]
  )
  func wallClockInUTC(seconds: Int64, date: String, clock: String, weekday: Int) {
    for milliseconds in [Int64(0), 999] {
      let civil = Zone.utc.civil(Timestamp(milliseconds: seconds * 1_000 + milliseconds))
      #expect(civil.date == date)
      #expect(civil.clockWithSeconds == clock)
      #expect(civil.clock == String(clock.prefix(5)))
      #expect(civil.weekday == weekday)
      #expect(civil.offset == .zero)
      #expect(civil.abbreviation == "UTC")
    }
  }

  @Test(arguments: 0..<20)
  func utcIsReadAndSetAlike(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<100 {
      let moment = Timestamp(
        seconds: Int64.random(in: -4_000_000_000...8_000_000_000, using: &random)
      )
      let civil = Zone.utc.civil(moment)
      #expect(Self.moment(civil, in: .utc) == moment, "\(civil)")
    }
  }

  @Test func daysAndMonthsCarryOver() {
    let utc = Zone.utc
    #expect(utc.moment(year: 2026, month: 13, day: 1) == utc.moment(year: 2027, month: 1, day: 1))
    #expect(utc.moment(year: 2026, month: 3, day: 0) == utc.moment(year: 2026, month: 2, day: 28))
    #expect(
      utc.moment(year: 2026, month: 1, day: 1, hour: 25, minute: -1)
        == utc.moment(year: 2026, month: 1, day: 2, hour: 0, minute: 59)
    )
  }

  /// Numbers that no calendar has trap nothing and keep their order.
  @Test(arguments: [Zone.utc, .local])
  func noNumberTrapsAZone(zone: Zone) {
    let extremes = [Int.min, Int(Int32.min) - 1, -1, 0, 1, Int(Int32.max) + 1, .max]
    let years = extremes.map { zone.moment(year: $0, month: 1, day: 1) }
    #expect(years == years.sorted() && years.first != years.last)
    for number in extremes {
      for other in [Int.min, 0, .max] {
        let moment = zone.moment(
          year: number,
          month: other,
          day: number,
          hour: other,
          minute: number,
          second: other
        )
        #expect(Self.moment(zone.civil(moment), in: .utc).milliseconds != .max)
      }
      #expect(zone.moment(year: 2026, month: number, day: 1) != Timestamp(milliseconds: -1_000))
      #expect(zone.moment(year: 2026, month: 1, day: number) != Timestamp(milliseconds: -1_000))
    }
    let moments = [Int64.min, .max].map { zone.civil(Timestamp(milliseconds: $0)) }
    #expect(moments[0].year < moments[1].year)
  }

  private static func moment(_ civil: CivilTime, in zone: Zone) -> Timestamp {
    zone.moment(
      year: civil.year,
      month: civil.month,
      day: civil.day,
      hour: civil.hour,
      minute: civil.minute,
      second: civil.second
    )
  }

  /// In a process of its own, because `TZ` is a whole process'.
  @Test func summerTimeComesAndGoes() async {
    await #expect(processExitsWith: .success) {
      // Spelt out, so that no zone files are needed.
      setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1)
      tzset()
      let moments: [(Int64, String, Int, String)] = [
        (1_774_745_999, "01:59:59", 3_600, "CET"), (1_774_746_000, "03:00:00", 7_200, "CEST"),
        (1_792_889_999, "02:59:59", 7_200, "CEST"), (1_792_890_000, "02:00:00", 3_600, "CET"),
      ]
      for (seconds, clock, offset, name) in moments {
        let civil = Zone.local.civil(Timestamp(seconds: seconds))
        #expect(civil.clockWithSeconds == clock)
        #expect(civil.offset == .seconds(offset))
        #expect(civil.abbreviation == name)
        let noon = Zone.local.moment(year: civil.year, month: civil.month, day: civil.day, hour: 12)
        #expect(Zone.local.civil(noon).clock == "12:00")
      }
      // Asked from summer and from winter: the C library remembers where it was.
      for before in [1_782_000_000, 1_798_000_000] as [Int64] {
        _ = Zone.local.civil(Timestamp(seconds: before))
        _ = Zone.local.moment(year: 2026, month: before < 1_790_000_000 ? 7 : 12, day: 1)
        let twice = Zone.local.moment(year: 2026, month: 10, day: 25, hour: 2, minute: 30)
        #expect(twice == Timestamp(seconds: 1_792_888_200), "the earlier of two")
        let never = Zone.local.moment(year: 2026, month: 3, day: 29, hour: 2, minute: 30)
        #expect(never == Timestamp(seconds: 1_774_747_800), "half past two by the old clock")
      }
    }
  }
}
