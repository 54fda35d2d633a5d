import Canvas
import Documents
import Engine
import Glibc
import Interface
import ServerSupport
import Testing

/// Settings that are saved while the program runs.
@Suite struct SurroundingsTests {
  private let folder: TestFolder
  private let path: String
  private let library: LiveLibrary

  init() throws {
    folder = try TestFolder()
    path = try folder.file("config.json", Self.settings(["stage": "http://a:1"]))
    library = LiveLibrary(Library(shipped: []))
  }

  private static func settings(
    _ environments: KeyValuePairs<String, String>,
    more: String = ""
  ) -> String {
    let entries = environments.map { #""\#($0.key)": { "prometheus": { "url": "\#($0.value)" } }"# }
    return #"{ \#(more)"environments": { \#(entries.joined(separator: ", ")) } }"#
  }

  private func surroundings(_ rules: SettingsRules = SettingsRules()) -> Surroundings {
    Surroundings(
      settings: path,
      stamp: Files.stamp(path),
      rules: rules,
      shelves: Shelves(shipped: [])
    )
  }

  private func save(_ environments: KeyValuePairs<String, String>, more: String = "") throws {
    _ = try folder.file("config.json", Self.settings(environments, more: more))
  }

  private func configuration(_ messages: [Message]) throws -> Configuration {
    for case .reconfigured(let result) in messages { return try result.get() }
    throw Problem(what: "nothing was told")
  }

  private func problem(_ messages: [Message]) -> Problem? {
    for case .reconfigured(.failure(let problem)) in messages { return problem }
    return nil
  }

  @Test func aSaveIsToldOnce() throws {
    var around = surroundings()
    #expect(around.look(library).isEmpty)
    try save(["stage": "http://a:1", "night": "http://b:2"])
    let configuration = try configuration(around.look(library))
    #expect(configuration.environments.map(\.name) == ["stage", "night"])
    #expect(configuration.theme == .dark)
    #expect(around.look(library).isEmpty)
  }

  @Test func everyWayOfSavingIsSeen() throws {
    var around = surroundings()
    // A new file takes the name.
    let new = try folder.file("new", Self.settings(["renamed": "http://a:1"]))
    #expect(rename(new, path) == 0)
    #expect(try configuration(around.look(library)).environments.map(\.name) == ["renamed"])
    // The name becomes a link, and the link another one, as mounted settings are changed.
    for name in ["one", "two"] {
      let target = try folder.file(name, Self.settings(["\(name)": "http://a:1"]))
      let link = folder.path + "/link"
      #expect(symlink(target, link) == 0 && rename(link, path) == 0)
      #expect(try configuration(around.look(library)).environments.map(\.name) == [name])
    }
    // What the link leads to is written over.
    _ = try folder.file("two", Self.settings(["written": "http://a:1"]))
    #expect(try configuration(around.look(library)).environments.map(\.name) == ["written"])
  }

  @Test func aFileThatIsAwayChangesNothing() throws {
    var around = surroundings()
    #expect(rename(path, path + "~") == 0)
    #expect(around.look(library).isEmpty)
    #expect(rename(path + "~", path) == 0)
    #expect(around.look(library).isEmpty, "it is the same")
    #expect(unlink(path) == 0)
    #expect(around.look(library).isEmpty)
    try save(["back": "http://a:1"])
    #expect(try configuration(around.look(library)).environments.map(\.name) == ["back"])
  }

  @Test func aBrokenSaveHasItsPlace() throws {
    var around = surroundings()
    _ = try folder.file("config.json", "{\n  \"enviroments\": {}\n}")
    let told = try #require(problem(around.look(library)))
    #expect(
      told.description
        == "\(path):2:3: error: unknown key `enviroments`; did you mean `environments`?"
    )
    #expect(around.look(library).isEmpty)
    try save(["stage": "http://a:1"])
    #expect(problem(around.look(library)) == nil)
  }

  @Test(arguments: [
    #""basic_auth": { "username": "u", "password": "hunter2" }"#,
    #""authorization": { "credentials": "hunter2" }"#, #""bearer_token": "hunter2""#,
    #""http_headers": { "X-Key": { "secrets": ["hunter2"] } }"#,
    #""basic_auth": { "username": "u", "password": "hunter2 }"#,
    #""basic_auth": { "username": "u", "password": hunter2 }"#,
  ])
  func aSecretIsNeverTold(field: String) throws {
    var around = surroundings()
    let environment = #""e": { "prometheus": { "url": "http://u:hunter2@a:1", \#(field) } }"#
    _ = try folder.file("config.json", #"{ "environments": { \#(environment) } }"#)
    let told = try #require(problem(around.look(library)))
    #expect(!told.description.contains("hunter2"), "\(told.description)")
  }

  // MARK: - What flags decide

  @Test func aGuestGainsNothing() throws {
    var rules = SettingsRules()
    rules.visible = ["stage"]
    var around = surroundings(rules)
    try save(["stage": "http://c:3", "vault": "http://b:2"])
    let configuration = try configuration(around.look(library))
    #expect(configuration.environments.map(\.prometheus.url) == ["http://c:3"])
    // Whoever may mend it finds the place; the names of others are not a guest's to read.
    try save(["stage": "http://c:3"], more: #""default_environment": "vault", "#)
    let told = try #require(problem(around.look(library)))
    #expect(
      told.description
        == "\(path):1:26: error: the settings can't be used; `promwall check` tells why"
    )
  }

  @Test func whatTheCommandLineNamedStays() throws {
    var rules = SettingsRules()
    rules.adHoc = [Fixture.environment("a:1", url: "http://a:1")]
    var around = surroundings(rules)
    try save(["stage": "http://c:3", "a:1": "http://evil:1"])
    #expect(
      try configuration(around.look(library)).environments.map(\.prometheus.url)
        == ["http://c:3", "http://a:1"]
    )
    rules.visible = ["a:1"]
    around = surroundings(rules)
    try save(["a:1": "http://evil:2"])
    #expect(
      try configuration(around.look(library)).environments.map(\.prometheus.url) == ["http://a:1"]
    )
  }

  @Test func aThemeComesFromTheSettingsUnlessAFlagNamedOne() throws {
    var around = surroundings()
    try save(["stage": "http://a:1"], more: #""theme": "light", "#)
    #expect(try configuration(around.look(library)).theme == .light)
    _ = try folder.file("mine.json", #"{ "colors": { "text": "nonsense" } }"#)
    try save(["stage": "http://a:1"], more: #""theme": "mine.json", "#)
    #expect(problem(around.look(library))?.file == folder.path + "/mine.json")
    #expect(around.look(library).isEmpty)
    // Its own file is what is mended.
    _ = try folder.file("mine.json", ##"{ "colors": { "text": "#FFFFFF" } }"##)
    #expect(try configuration(around.look(library)).theme.text == Color(0xFFFFFF))
    #expect(unlink(folder.path + "/mine.json") == 0)
    #expect(around.look(library).isEmpty)
    try save(["stage": "http://a:1"])
    #expect(try configuration(around.look(library)).theme == .dark)
    around.rules.theme = .contrast
    try save(["stage": "http://a:1"], more: #""theme": "light", "#)
    #expect(try configuration(around.look(library)).theme == .contrast)
  }

  @Test func otherFoldersOfLayoutsAreOffered() throws {
    let layouts = try TestFolder()
    _ = try layouts.file("a.json", #"{ "title": "A", "panels": [] }"#)
    var around = surroundings()
    try save(["stage": "http://a:1"], more: #""layouts": ["\#(layouts.path)"], "#)
    let messages = around.look(library)
    #expect(messages.count == 2)
    guard case .listed(let entries, let playable) = messages.last else {
      Issue.record("\(messages)")
      return
    }
    #expect(entries.map(\.title) == ["A"] && playable == ["\(layouts.path)/a.json"])
    #expect(library.now.has("a"))
    _ = try layouts.file("b.json", #"{ "title": "B", "panels": [] }"#)
    #expect(around.look(library).count == 1)
    #expect(library.now.has("b"))
    try save(["stage": "http://a:1"])
    #expect(around.look(library).count == 2)
    #expect(library.now.files.isEmpty)
  }
}
