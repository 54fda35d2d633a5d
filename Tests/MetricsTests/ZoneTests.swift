import Glibc
import Metrics
import Support
import Testing

/// Zones by their names, held to the C library, which reads the same files.
struct ZoneTests {
  private static let names = [
    "Europe/Prague", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "America/Santiago",
    "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Australia/Lord_Howe", "Australia/Sydney",
    "Pacific/Apia", "Pacific/Chatham", "Africa/Casablanca", "America/St_Johns", "America/Nuuk",
    "Europe/Moscow", "Etc/GMT+5",
  ]

  private static func zone(_ name: String) throws -> Zone {
    .named(try ZoneDatabase.zone(name))
  }

  /// In a process of its own, because `TZ` is a whole process'.
  @Test func theyTellWhatTheCLibraryTells() async {
    await #expect(processExitsWith: .success) {
      for name in Self.names {
        setenv("TZ", name, 1)
        tzset()
        let zone = try Self.zone(name)
        // Every five days and some hours from 1890 to 2110.
        for seconds in stride(from: Int64(-2_524_608_000), to: 4_417_977_600, by: 439_200) {
          let moment = Timestamp(seconds: seconds)
          #expect(zone.civil(moment) == Zone.local.civil(moment), "\(name) at \(seconds)")
        }
        // Every half hour of these years, to the second where clocks change.
        for year in [1986, 2011, 2026, 2037, 2038, 2100] {
          let first = Zone.utc.moment(year: year, month: 1, day: 1)
          var last = zone.civil(first)
          for half in 0..<(366 * 48) {
            let moment = first + .minutes(30 * half)
            let civil = zone.civil(moment)
            if civil.offset != last.offset || half % 24 == 0 {
              for second in [-1_801, -1_800, -1_799, -1, 0, 1, 1_799] {
                let near = moment + .seconds(second)
                #expect(zone.civil(near) == Zone.local.civil(near), "\(name) \(civil)")
                let (date, local) = (zone.civil(near), Zone.local)
                #expect(Self.moment(date, in: zone) == Self.moment(date, in: local), "\(date)")
              }
            }
            last = civil
          }
        }
      }
    }
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

  @Test(
    arguments: [
      (1_774_745_999, "2026-03-29 01:59:59 CET"), (1_774_746_000, "2026-03-29 03:00:00 CEST"),
      (1_792_889_999, "2026-10-25 02:59:59 CEST"), (1_792_890_000, "2026-10-25 02:00:00 CET"),
      (4_109_878_800, "2100-03-28 03:00:00 CEST"), (4_128_627_600, "2100-10-31 02:00:00 CET"),
    ] as [(Int64, String)]
  )
  func pragueTurnsItsClocks(seconds: Int64, told: String) throws {
    let civil = try Self.zone("Europe/Prague").civil(Timestamp(seconds: seconds))
    #expect("\(civil.date) \(civil.clockWithSeconds) \(civil.abbreviation)" == told)
  }

  @Test func aTimeOfDayComesTwiceOnceOrNever() throws {
    let zone = try Self.zone("Europe/Prague")
    func found(_ month: Int, _ day: Int, _ hour: Int) -> [Int64] {
      zone.moments(
        reading: Zone.utc.moment(year: 2026, month: month, day: day, hour: hour, minute: 30)
      ).map { $0.milliseconds / 1_000 }
    }
    #expect(found(10, 25, 2) == [1_792_888_200, 1_792_891_800])
    #expect(found(10, 25, 3) == [1_792_895_400])
    #expect(found(3, 29, 2) == [])
    let never = zone.moment(year: 2026, month: 3, day: 29, hour: 2, minute: 30)
    #expect(never == Timestamp(seconds: 1_774_747_800), "half past two by the old clock")
    #expect(zone.distinction(of: Timestamp(seconds: 1_792_888_200)) == " CEST")
    #expect(zone.distinction(of: Timestamp(seconds: 1_792_891_800)) == " CET")
    #expect(zone.distinction(of: Timestamp(seconds: 1_792_895_400)) == "")
    // Moscow's clocks were set back, and their name stayed.
    let moscow = try Self.zone("Europe/Moscow")
    #expect(moscow.distinction(of: Timestamp(seconds: 1_414_273_500)) == " +04:00")
    #expect(moscow.distinction(of: Timestamp(seconds: 1_414_277_100)) == " +03:00")
  }

  @Test func noNumberTraps() throws {
    for name in ["Europe/Prague", "Europe/Dublin", "Asia/Tehran"] {
      let zone = try Self.zone(name)
      for milliseconds in [Int64.min, -1, 0, 1, .max] {
        _ = zone.distinction(of: Timestamp(milliseconds: milliseconds))
      }
      for number in [Int.min, -1, 0, 1, .max] {
        _ = zone.moment(year: number, month: number, day: number, hour: number, minute: number)
      }
    }
  }

  /// Cut anywhere it is no zone; changed anywhere it is none, or one that tells some time.
  @Test(arguments: ["Europe/Prague", "Asia/Kolkata", "Etc/UTC", "Africa/Casablanca"])
  func damagedFilesTrapNothing(name: String) throws {
    let path = "/usr/share/zoneinfo/\(name)"
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 100_000)
    bytes.removeLast(100_000 - fread(&bytes, 1, bytes.count, file))
    #expect(NamedZone(name: name, file: bytes) != nil)
    for count in bytes.indices {
      #expect(NamedZone(name: name, file: Array(bytes[..<count])) == nil, "\(count)")
    }
    let moments = [Int64.min, -2_000_000_000_000, 1_792_888_200_000, 4_109_878_800_000, .max]
    for place in bytes.indices {
      for value in [0, 0x7F, 0x80, 0xFF, bytes[place] ^ 1, bytes[place] &+ 1] {
        var damaged = bytes
        damaged[place] = value
        guard let zone = NamedZone(name: name, file: damaged) else { continue }
        for moment in moments { _ = Zone.named(zone).civil(Timestamp(milliseconds: moment)) }
      }
    }
  }

  @Test(arguments: [
    "CET-1CEST,M3.5.0,M10.5.0/3", "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "EST5EDT,0/0,J365/25",
    "IST-1GMT0,M10.5.0,M3.5.0/1", "UTC0", "XXX-25", "CET", "CET-1CEST", "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.0/168", "<CET-1", "CET-1CEST,J0,J365", "", "CET-1CEST,M3.5.0,M10.5.0x",
  ])
  func rulesAtAFilesEnd(rule: String) throws {
    // A file of one clock and no change, and the rule after it.
    let counts: [UInt8] = [0, 0, 0, 1, 4].flatMap { [0, 0, 0, $0] }
    let head = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + [0, 0, 0, 0] + counts
    let block = [0, 0, 0, 0, 0, 0] + Array("LMT\0".utf8)
    let bytes = head + block + head + block + Array("\n\(rule)\n".utf8)
    let zone = NamedZone(name: "x", file: bytes).map { Zone.named($0) }
    func told(_ month: Int) -> String? {
      zone.map { zone in
        let civil = zone.civil(Zone.utc.moment(year: 2026, month: month, day: 1, hour: 12))
        return "\(civil.clock) \(civil.abbreviation)"
      }
    }
    let expected: [String: [String]] = [
      "CET-1CEST,M3.5.0,M10.5.0/3": ["13:00 CET", "14:00 CEST"],
      "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1": ["09:00 -03", "10:00 -02"],
      "EST5EDT,0/0,J365/25": ["08:00 EDT", "08:00 EDT"],
      "IST-1GMT0,M10.5.0,M3.5.0/1": ["12:00 GMT", "13:00 IST"],
      "UTC0": ["12:00 UTC", "12:00 UTC"],
      "": ["12:00 LMT", "12:00 LMT"],
    ]
    #expect([told(1), told(7)].compactMap { $0 } == expected[rule] ?? [])
  }
}
