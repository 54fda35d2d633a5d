import Documents
import Glibc
import Metrics
import ServerSupport
import Support
import Testing
import Triage

struct JournalTests {
  static let now = Timestamp(milliseconds: 1_795_539_761_123)

  static func record(_ number: Int = 0, text: String = "on it") -> JournalRecord {
    JournalRecord(
      id: "01ARZ3NDEKTSV4RRFFQ69G5FA\(number)",
      time: now,
      by: "anna@ops1",
      environment: "prod",
      product: "catalog",
      kind: "claim",
      firing: JournalRecord.Firing(
        labels: ["alertname": "QueueAboveLimit", "queue": "orders"],
        activeAt: now - .minutes(12)
      ),
      text: ForeignText(text)
    )
  }

  @Test func aLineIsReadAsItWasWritten() throws {
    let line = Self.record().line
    #expect(
      line == #"{"v":1,"id":"01ARZ3NDEKTSV4RRFFQ69G5FA0","t":"2026-11-24T17:02:41.123Z","#
        + #""by":"anna@ops1","env":"prod","product":"catalog","type":"claim","#
        + #""alertname":"QueueAboveLimit","fp":"\#(Self.fingerprint)","#
        + #""activeAt":"2026-11-24T16:50:41.123Z","#
        + #""labels":{"alertname":"QueueAboveLimit","queue":"orders"},"text":"on it"}"#
    )
    #expect(JournalRecord(line: Array(line.utf8)[...]) == Self.record())
  }

  private static let fingerprint =
    (["alertname": "QueueAboveLimit", "queue": "orders"] as Labels).fingerprint

  /// As the API of Alertmanager 0.25 told it of this alert.
  @Test func fingerprintsAreAlertmanagers() {
    let labels: Labels = ["alertname": "QueueAboveLimit", "queue": "orders", "product": "catälog"]
    #expect(labels.fingerprint == "f3aeb84e98a42d09")
    #expect(([:] as Labels).fingerprint == "cbf29ce484222325")
  }

  @Test(arguments: ["\u{1B}]0;x\u{07}", "two\nlines\r", "\u{202E}", "\"\\", "😀", "\u{0}"])
  func hostileTextIsOneLineAndComesBack(text: String) throws {
    let line = Self.record(text: text).line
    #expect(!line.utf8.contains { $0 < 0x20 })
    #expect(JournalRecord(line: Array(line.utf8)[...])?.text?.raw == text)
  }

  @Test func aKindOfALaterVersionIsKept() throws {
    let line = #"{"v":2,"id":"1","t":"2026-11-24T17:02:41Z","env":"prod","type":"retro","x":[1]}"#
    let record = try #require(JournalRecord(line: Array(line.utf8)[...]))
    #expect(record.kind == "retro" && record.by == "" && record.firing == nil)
  }

  // MARK: - The file

  @Test func theFirstLineMakesTheFileAndItsFolder() throws {
    let folder = try TestFolder()
    let journal = JournalFile(path: folder.path + "/state/promwall/journal.jsonl")
    #expect(try journal.read().records.isEmpty)
    try journal.append(Self.record(1))
    try journal.append(Self.record(2))
    #expect(try journal.read().records == [Self.record(1), Self.record(2)])
    var status = stat()
    #expect(stat(journal.path, &status) == 0 && status.st_mode & 0o007 == 0, "not for others")
  }

  @Test func aTornLastLineIsMendedAtAnyByte() throws {
    let folder = try TestFolder()
    let journal = JournalFile(path: folder.path + "/journal.jsonl")
    let (first, torn) = (Self.record(1).line + "\n", Self.record(2).line)
    for length in stride(from: 1, to: torn.utf8.count, by: 7) {
      try writeFile(journal.path, first + String(torn.prefix(length)))
      #expect(try journal.read().records == [Self.record(1)], "it was never confirmed")
      try journal.append(Self.record(3))
      let reading = try journal.read()
      #expect(reading.records == [Self.record(1), Self.record(3)])
      #expect(reading.broken.isEmpty)
    }
    // A file that holds nothing else.
    for length in [1, 4, 30] {
      try writeFile(journal.path, String(torn.prefix(length)))
      try journal.append(Self.record(3))
      #expect(readFile(journal.path) == Self.record(3).line + "\n")
    }
    // Its line end is what an editor has lost: the record is whole.
    try writeFile(journal.path, first + torn)
    try journal.check()
    #expect(readFile(journal.path) == first + torn + "\n")
  }

  @Test func aFileThatIsNoJournalIsLeftAlone() throws {
    let folder = try TestFolder()
    let journal = JournalFile(path: folder.path + "/token")
    for text in [String(repeating: "x", count: 40_000), "s3cret", #"{"environments":{}}"#] {
      try writeFile(journal.path, text)
      let problem = #expect(throws: Problem.self) { try journal.append(Self.record(3)) }
      #expect(problem?.what == "this is no journal: it ends without a line")
      #expect(throws: Problem.self) { try journal.check() }
      #expect(readFile(journal.path) == text)
    }
  }

  @Test func whatSomebodyHasSpoiledIsCountedAndKept() throws {
    let folder = try TestFolder()
    let journal = JournalFile(path: folder.path + "/journal.jsonl")
    try writeFile(journal.path, "\(Self.record(1).line)\nnot ours\n\n\(Self.record(2).line)\n")
    let reading = try journal.read()
    #expect(reading.records == [Self.record(1), Self.record(2)])
    #expect(reading.broken == [2])
    try journal.append(Self.record(3))
    #expect(try #require(readFile(journal.path)).contains("not ours\n"))
  }

  @Test func whatCannotBeWrittenIsSaidAndNothingIsHalfDone() throws {
    let folder = try TestFolder()
    #expect(throws: Problem.self) { try JournalFile(path: "/dev/full").append(Self.record()) }
    do throws(Problem) {
      try JournalFile(path: "/dev/full").append(Self.record())
    } catch {
      #expect(error.description.contains("no space left on device"))
    }
    try writeFile(folder.path + "/file", "")
    #expect(throws: Problem.self) {
      try JournalFile(path: folder.path + "/file/journal.jsonl").check()
    }
    #expect(throws: Problem.self) { try JournalFile(path: folder.path).check() }
    let long = Self.record(text: String(repeating: "x", count: 20_000))
    let journal = JournalFile(path: folder.path + "/journal.jsonl")
    #expect(throws: Problem.self) { try journal.append(long) }
    #expect(try journal.read().records.isEmpty)
  }

  @Test func manyAtOnceLoseNothing() async throws {
    let folder = try TestFolder()
    let journal = JournalFile(path: folder.path + "/journal.jsonl")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          for number in 0..<50 {
            try journal.append(Self.record(text: "\(writer) \(number)"))
          }
        }
      }
      try await group.waitForAll()
    }
    let reading = try journal.read()
    #expect(reading.broken.isEmpty)
    #expect(Set(reading.records.compactMap { $0.text?.raw }).count == 400)
    for writer in 0..<8 {
      let own = reading.records.compactMap { $0.text?.raw }.filter { $0.hasPrefix("\(writer) ") }
      #expect(own == (0..<50).map { "\(writer) \($0)" }, "each in its own order")
    }
  }

  // MARK: - Claims

  @Test func aClaimIsOfOneFiring() {
    var reading = JournalReading()
    reading.records = [Self.record(1)]
    let claims = Claims(reading)
    func alert(_ labels: Labels, _ activeAt: Timestamp) -> Alert {
      Alert(
        name: "QueueAboveLimit",
        state: .firing,
        labels: labels,
        annotations: [:],
        activeAt: activeAt,
        value: nil
      )
    }
    let labels: Labels = ["queue": "orders", "alertname": "QueueAboveLimit"]
    let began = Self.now - .minutes(12)
    #expect(claims.work(on: alert(labels, began), in: "prod").claim?.by == "anna@ops1")
    #expect(claims.work(on: alert(labels, began + .seconds(15)), in: "prod").claim != nil)
    #expect(claims.work(on: alert(labels, began), in: "stage").claim == nil)
    #expect(claims.work(on: alert(labels, began + .minutes(30)), in: "prod").claim == nil)
    #expect(claims.work(on: alert(["queue": "mail"], began), in: "prod").claim == nil)
  }

  @Test func identifiersSortByTime() {
    var random = SeededRandom(seed: 1)
    let ids = (0..<100).map { ULID.make(at: Self.now + .milliseconds($0), using: &random) }
    #expect(ids == ids.sorted())
    #expect(ids.allSatisfy { $0.count == 26 })
    #expect(Set(ids).count == 100)
  }
}
