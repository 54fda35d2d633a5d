import Documents
import Metrics
import Testing

/// Time zones as people write them, in layouts, Grafana's files and flags.
struct ZoneNameTests {
  private func prague() throws -> Zone { .named(try ZoneDatabase.zone("Europe/Prague")) }

  @Test(arguments: [
    ("Europe/Pragu", "there is no time zone \"Europe/Pragu\"; did you mean Europe/Prague?"),
    ("prague", "there is no time zone \"prague\"; did you mean Europe/Prague?"),
    ("new york", "there is no time zone \"new york\"; did you mean America/New_York?"),
    (
      "Xxxxxxxx/Yyyyyyyyyyyyy",
      "there is no time zone \"Xxxxxxxx/Yyyyyyyyyyyyy\"; write local, utc or a name such as Europe/Prague"
    ),
  ])
  func aZoneThatDoesNotExist(word: String, said: String) {
    #expect(throws: Problem.self) { try ZoneName.zone(word, place: "") }
    do throws(Problem) {
      _ = try ZoneName.zone(word, place: "")
    } catch {
      #expect(error.description == said)
    }
  }

  @Test(arguments: [
    "../zoneinfo/Europe/Prague", "/usr/share/zoneinfo/Europe/Prague", "Europe/../Europe/Prague",
    "Europe", "zone.tab", ".", "/", "Europe/Prague\0", "\u{1B}[31m",
  ])
  func whatLeavesTheFolderOrIsNoZone(word: String) {
    #expect(throws: Problem.self) { try ZoneName.zone(word, place: "") }
  }

  @Test func theViewersOwnAndUTC() throws {
    for word in ["", "local", "browser"] {
      #expect(try ZoneName.zone(word, place: "") == .local)
    }
    #expect(try ZoneName.zone("utc", place: "") == .utc)
    #expect(try ZoneName.zone("Europe/Prague", place: "") == prague())
  }

  @Test func aLayoutNamesItsZone() throws {
    for (word, zone) in [
      ("local", nil), ("utc", .utc), ("Europe/Prague", try prague()), ("Nowhere", nil),
    ] as [(String, Zone?)] {
      let read = try Reading.dashboard(#"{ "timezone": "\#(word)", "panels": [] }"#)
      #expect(read.dashboard.zone == zone)
    }
    #expect(
      try Reading.said(#"{ "timezone": 2, "panels": [] }"#)
        == [#"x.json:1:15: error: `timezone` must be a string; write "…""#]
    )
  }

  @Test func aGrafanaDashboardNamesItsZone() throws {
    for (word, zone) in [
      ("", nil), ("browser", nil), ("utc", .utc), ("Europe/Prague", try prague()),
    ] as [(String, Zone?)] {
      let read = try Reading.dashboard(
        #"{ "schemaVersion": 39, "timezone": "\#(word)", "panels": [] }"#
      )
      #expect(read.dashboard.zone == zone)
      #expect(read.problems == [])
    }
    let text = #"{ "schemaVersion": 39, "timezone": "Europe/Berlim", "panels": [] }"#
    #expect(try Reading.dashboard(text).dashboard.zone == nil)
    #expect(
      try Reading.said(text) == [
        #"x.json:1:36: warning: there is no time zone "Europe/Berlim": times are the viewer's;"#
          + " did you mean Europe/Berlin?"
      ]
    )
  }
}
