import Documents
import Metrics
import Testing

/// Where Grafana's links lead.
struct GrafanaLinkTests {
  private static func said(_ links: [DataLink]) -> String {
    links.map { "\($0.title)>\($0.url)" }.joined(separator: " ")
  }

  @Test(arguments: [
    (#"{ "title": "t", "url": "/d/x" }"#, "t>/d/x"),
    (#"{ "url": "/d/x", "keepTime": true }"#, ">/d/x?${__url_time_range}"),
    (
      #"{ "title": "t", "url": "/d/x?y=1", "keepTime": true, "includeVars": true, "params": "z=2" }"#,
      "t>/d/x?y=1&${__url_time_range}&${__all_variables}&z=2"
    ),
    (
      #"{ "type": "dashboard", "dashboard": "My: Nodes (new)" }"#,
      "My: Nodes (new)>dashboard/db/my-nodes-new"
    ),
    (#"{ "type": "dashboard", "dashUri": "db/nodes", "title": "t" }"#, "t>dashboard/db/nodes"),
    (#"{ "title": "t" }"#, "t>/"),
    (#"{}, null, 3"#, ""),
  ])
  func aPanelLeadsSomewhere(link: String, wanted: String) throws {
    let (spec, notes) = try GrafanaPanels.panel(#""type": "stat", "links": [\#(link)]"#)
    #expect(Self.said(spec.links) == wanted)
    #expect(notes == [])
  }

  @Test(arguments: [
    (
      #"{ "type": "link", "title": "Docs", "url": "https://x.example", "keepTime": true }"#,
      "Docs>https://x.example?${__url_time_range}"
    ),
    (
      #"{ "type": "dashboards", "tags": ["a b", "c"], "url": "" }"#,
      "a b, c>/dashboards?tag=a%20b&tag=c"
    ),
    (#"{ "type": "dashboards", "title": "All" }"#, "All>/dashboards"),
    (#"{ "type": "link", "title": "Nowhere" }"#, ""),
  ])
  func aDashboardLeadsSomewhere(link: String, wanted: String) throws {
    let file = #"{ "schemaVersion": 39, "panels": [], "links": [\#(link)] }"#
    #expect(Self.said(try GrafanaPanels.open(file).dashboard.links) == wanted)
  }

  /// The old graph's, and the old table's columns'.
  @Test func olderLinksAreFields() throws {
    let graph = try GrafanaPanels.panel(
      #""type": "graph", "options": { "dataLinks": [{ "title": "t", "url": "u" }] }"#
    )
    #expect(Self.said(graph.spec.fields?.defaults.links ?? []) == "t>u")
    let table = try GrafanaPanels.panel(
      #""type": "table-old", "styles": [{ "pattern": "pod", "link": true, "linkUrl": "u?${__cell}", "linkTooltip": "t" }]"#
    )
    #expect(Self.said(table.spec.fields?.overrides.first?.config.links ?? []) == "t>u?${__cell}")
  }

  /// A query of Explore's, which has no address, is told.
  @Test func aLinkWithoutAnAddressIsToldOf() throws {
    let (spec, notes) = try GrafanaPanels.panel(
      #""type": "stat", "fieldConfig": { "defaults": { "links": [{ "title": "t", "internal": { "query": {} } }, { "url": "u", "oneClick": true }] } }"#
    )
    #expect(Self.said(spec.fields?.defaults.links ?? []) == ">u")
    #expect(notes == ["fieldConfig.defaults.links.internal is left out"])
  }

  // MARK: - Addresses

  private static let names = VariableResolver(
    [
      Variable(
        name: "job",
        kind: .custom(["a b", "c&d"].map { VariableOption(text: $0, value: $0) }),
        isMulti: true,
        current: ["a b", "c&d"]
      ),
      Variable(
        name: "one",
        kind: .custom([VariableOption(text: "T", value: "x/y z")]),
        current: ["x/y z"]
      ),
    ],
    chosen: [:]
  ).interpolation(
    BuiltIns(
      interval: .seconds(15),
      rateInterval: .seconds(60),
      range: TimeRange(start: Timestamp(seconds: 100), end: Timestamp(seconds: 200)),
      zone: .utc
    )
  )

  private static func own(_ name: String) -> String? {
    [
      "__value.raw": "1.5", "__field.labels.pod": "a b?", "__data.fields[\"Pod name\"]": "p",
      "__value.time": "1500000",
    ][name]
  }

  @Test(arguments: [
    ("/d/x?v=$one", "/d/x?v=x/y%20z"), ("/d/x?v=${one:percentencode}", "/d/x?v=x%2Fy%20z"),
    ("/d/x?$job", "/d/x?%7Ba%20b,c&d%7D"),
    ("/d/x?${job:queryparam}", "/d/x?var-job=a%20b&var-job=c%26d"),
    ("/d/x?${__all_variables}", "/d/x?var-job=a%20b&var-job=c%26d&var-one=x%2Fy%20z"),
    ("/d/x?${__url_time_range}", "/d/x?from=100000&to=200000"),
    ("x?${__from}-$__to", "x?100000-200000"),
    ("x?${__value.raw}", "x?1.5"), ("x?${__field.labels.pod}", "x?a%20b?"),
    (#"x?${__data.fields["Pod name"]}"#, "x?p"),
    ("x?${__field.labels.pod:percentencode}", "x?a%20b%3F"),
    ("x?${__value.time:date:iso}", "x?1970-01-01T00:25:00.000Z"),
    ("x?${__value.text}&$other", "x?${__value.text}&$other"),
  ])
  func namesAreFilledIn(address: String, wanted: String) {
    #expect(Self.names.address(address, own: Self.own) == wanted)
  }

  /// Nothing of an address changes a terminal, hides, or runs.
  @Test(arguments: [
    ("https://x.example/\u{1B}]8;;evil\u{7}", "https://x.example/%1B]8;;evil%07"),
    ("https://x.example/a\nb\tc", "https://x.example/abc"),
    ("https://x.example/a b", "https://x.example/a%20b"),
    ("https://x.example/\u{202E}gpj", "https://x.example/%E2%80%AEgpj"),
    ("https://x.example/\u{9B}31m", "https://x.example/%C2%9B31m"),
    ("https://x.example/š", "https://x.example/š"),
    ("javascript:alert(1)", "about:blank"), (" \u{1}JavaScript:alert(1)", "about:blank"),
    ("java\nscript:alert(1)", "about:blank"), ("data:text/html,x", "about:blank"),
    ("/d/data:x", "/d/data:x"),
  ])
  func anAddressIsHarmless(address: String, wanted: String) {
    #expect(Self.names.address(address) == wanted)
  }

  @Test func anAddressHasAnEnd() {
    #expect(Self.names.address(String(repeating: "x", count: 100_000)).count == 4_000)
  }
}
