import Documents
import Metrics
import Testing

/// Variables that depend on one another, and which value goes first.
struct VariableResolverTests {
  private static let chain = [
    Variable(name: "pod", kind: .query(#"label_values(up{job="$job",cluster="${cluster}"}, pod)"#)),
    Variable(name: "job", kind: .query(#"label_values(up{cluster="[[cluster]]"}, job)"#)),
    Variable(name: "cluster", kind: .query("label_values(up, cluster)")),
  ]

  private func pending(_ resolver: VariableResolver) -> [String] { resolver.pending.map(\.name) }

  @Test func oneThatNamesAnotherWaitsForIt() {
    var resolver = VariableResolver(Self.chain, chosen: [:])
    #expect(pending(resolver) == ["cluster"])
    resolver.answer("cluster", rows: ["eu", "us"])
    #expect(pending(resolver) == ["job"])
    #expect(
      resolver.pending[0].request == .labelValues(label: "job", matching: #"up{cluster="eu"}"#)
    )
    resolver.answer("job", rows: ["api"])
    #expect(
      resolver.pending.map(\.request) == [
        .labelValues(label: "pod", matching: #"up{job="api",cluster="eu"}"#)
      ]
    )
    resolver.answer("pod", rows: ["p-1"])
    #expect(resolver.isComplete)
    #expect(
      resolver.values.mapValues(\.values) == ["cluster": ["eu"], "job": ["api"], "pod": ["p-1"]]
    )
    #expect(resolver.problems == [])
  }

  @Test func aChoiceAsksAnewWhatDependsOnIt() {
    var resolver = VariableResolver(Self.chain, chosen: [:])
    resolver.answer("cluster", rows: ["eu", "us"])
    resolver.answer("job", rows: ["api", "web"])
    resolver.answer("pod", rows: ["p-1"])
    resolver.choose("job", values: ["web"])
    #expect(resolver.values["job"]?.values == ["web"])
    #expect(pending(resolver) == ["pod"])
    resolver.choose("cluster", values: ["us"])
    #expect(resolver.values["cluster"]?.values == ["us"])
    #expect(pending(resolver) == ["job"])
    #expect(
      resolver.pending[0].request == .labelValues(label: "job", matching: #"up{cluster="us"}"#)
    )
  }

  /// Its own answer has come already: it isn't asked a second time.
  @Test func aLateAnswerChangesNothing() {
    var resolver = VariableResolver([Reading.query("x", "label_values(a)")], chosen: [:])
    resolver.answer("x", rows: ["a"])
    resolver.answer("x", rows: ["b"])
    resolver.answer("nobody", rows: ["b"])
    #expect(resolver.values.mapValues(\.values) == ["x": ["a"]])
  }

  @Test func aPatternMayNameAVariable() {
    var resolver = VariableResolver(
      [
        Reading.query("host", "label_values(host)", regex: "/^$site-(.*)/"),
        Variable(name: "site", kind: .textbox("b.1")),
      ],
      chosen: [:]
    )
    #expect(pending(resolver) == ["host"])
    resolver.answer("host", rows: ["a-1", "b.1-2", "bx1-3"])
    #expect(resolver.values["host"]?.options.map(\.value) == ["2"])
  }

  @Test(arguments: [
    (["a": "b", "b": "a"], "a", "`b`"), (["a": "a"], "a", "`a`"),
    (["a": "b", "b": "c", "c": "a"], "a", "`b`"),
  ])
  func aCircleIsNamedAndEnds(edges: [String: String], name: String, by: String) {
    let variables = edges.keys.sorted().map { key in
      Reading.query(key, "label_values(up{x=\"$\(edges[key] ?? "")\"}, x)")
    }
    let resolver = VariableResolver(variables, chosen: [:])
    let reason = "it depends on itself by way of \(by); break the circle"
    let others = edges.keys.filter { $0 != name }.map { other in
      "\(other): variable `\(other)`: it needs `\(name)`, which is unknown: \(reason)"
    }
    #expect(resolver.problems.first?.description == "\(name): variable `\(name)`: \(reason)")
    #expect(Set(resolver.problems.dropFirst().map(\.description)) == Set(others))
    #expect(resolver.problems.allSatisfy { $0.code == "variable.circle" })
    #expect(resolver.isComplete)
  }

  @Test func afterAFailureTheFilesValueStands() {
    let variables = [
      Reading.query("x", "label_values(x)", current: ["saved"]),
      Reading.query("y", "label_values(up{x=\"$x\"}, y)"),
    ]
    var resolver = VariableResolver(variables, chosen: [:])
    resolver.fail("x", Problem(what: "503", fix: "wait"))
    #expect(resolver.problems.map(\.description) == ["variable `x`: 503; wait"])
    #expect(resolver.values["x"]?.values == ["saved"])
    #expect(
      resolver.pending.map(\.request) == [
        .labelValues(label: "y", matching: #"up{x="saved"}"#)
      ]
    )
    var given = VariableResolver(variables, chosen: ["x": ["mine"]])
    given.fail("x", Problem(what: "503"))
    #expect(given.values["x"]?.values == ["mine"])
  }

  /// The file's current, what was chosen, what the server has; and what it stands for.
  struct Row: Sendable {
    var current: [String] = []
    var chosen: [String]?
    var rows = ["a", "b", "c"]
    var isMulti = false
    var includesAll = false
    var values: [String]
    var isAll = false
  }

  @Test(arguments: [
    Row(values: ["a"]),
    Row(current: ["b"], values: ["b"]),
    Row(current: ["b"], chosen: ["c"], values: ["c"]),
    // What was asked for by name stands though the server hasn't got it.
    Row(current: ["b"], chosen: ["gone"], values: ["gone"]),
    Row(current: ["gone"], values: ["a"]),
    Row(current: ["b", "c"], values: ["b"]),
    Row(current: ["b", "gone", "c"], isMulti: true, values: ["b", "c"]),
    Row(current: ["gone"], isMulti: true, values: ["a"]),
    Row(chosen: ["b", "c"], isMulti: true, values: ["b", "c"]),
    Row(current: ["$__all"], includesAll: true, values: ["a", "b", "c"], isAll: true),
    Row(current: ["All"], includesAll: true, values: ["a", "b", "c"], isAll: true),
    Row(current: ["$__all"], chosen: ["b"], includesAll: true, values: ["b"]),
    Row(chosen: ["$__all"], includesAll: true, values: ["a", "b", "c"], isAll: true),
    Row(chosen: ["All"], includesAll: true, values: ["a", "b", "c"], isAll: true),
    // Without All it's a word like others.
    Row(chosen: ["All"], values: ["All"]),
    Row(current: ["$__all"], values: ["a"]),
    Row(current: ["b"], rows: [], values: ["b"]),
    Row(rows: [], values: [""]),
    Row(rows: [], includesAll: true, values: [], isAll: true),
    Row(current: ["b"], rows: [], includesAll: true, values: [], isAll: true),
  ])
  func whichValueGoesFirst(row: Row) {
    let variable = Reading.query(
      "x",
      "label_values(x)",
      isMulti: row.isMulti,
      includesAll: row.includesAll,
      current: row.current
    )
    var resolver = VariableResolver([variable], chosen: row.chosen.map { ["x": $0] } ?? [:])
    resolver.answer("x", rows: row.rows)
    #expect(resolver.values["x"]?.values == row.values)
    #expect(resolver.values["x"]?.isAll == row.isAll)
    #expect(resolver.values["x"]?.options.map(\.value) == (row.values == [""] ? [] : row.rows))
  }

  @Test func aValueMayBeGivenByItsText() {
    let variable = Variable(
      name: "x",
      kind: .custom([
        VariableOption(text: "Stage", value: "s1"), VariableOption(text: "P", value: "p"),
      ])
    )
    let resolver = VariableResolver([variable], chosen: ["x": ["P"]])
    #expect(resolver.values["x"]?.values == ["p"])
    #expect(resolver.values["x"]?.texts == ["P"])
  }

  /// A value's own signs stand in the request as signs, inside a string and outside of one.
  @Test(arguments: [
    ("label_names($x)", VariableRequest.labelNames(matching: #"{__name__=~".*a\\.\"b.*"}"#)),
    (
      #"label_values(up{x=~"$x"}, job)"#,
      .labelValues(label: "job", matching: #"up{x=~"a\\.\x22b"}"#)
    ),
  ])
  func aValueIsEscapedInARequest(query: String, request: VariableRequest) {
    let x = Variable(
      name: "x",
      kind: .custom([VariableOption(text: "x", value: "a.\"b")]),
      isMulti: true
    )
    let resolver = VariableResolver([x, Reading.query("y", query)], chosen: [:])
    #expect(resolver.pending.map(\.request) == [request])
  }
}
