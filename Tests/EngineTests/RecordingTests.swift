import Canvas
import Documents
import Engine
import Glibc
import Interface
import Metrics
import Panels
import ServerSupport
import Support
import Testing

/// What is recorded is what is played, whatever happened to the file.
@MainActor @Suite(.timeLimit(.minutes(10))) struct RecordingTests {
  private func opened(_ bytes: [UInt8]) -> Result<RecordingFile, Problem> {
    Result { () throws(Problem) in try RecordingFile(bytes, file: "rec") }
  }

  private func failure(_ bytes: [UInt8]) throws -> Problem {
    guard case .failure(let problem) = opened(bytes) else { throw CannotWrite(path: "no failure") }
    return problem
  }

  @Test func aReplayShowsWhatTheScreenShowed() throws {
    for (seconds, failing) in [(0, Int.max), (130, .max), (130, 115)] {
      let (state, events) = try RecordingFixture.watched(seconds: seconds, failing: failing)
      let file = try RecordingFile(try RecordingFixture.bytes(events), file: "rec")
      #expect(file.problems == [])
      var replayed = try RecordingFixture.played(file)
      // The last answer may be older than the last second on the screen.
      replayed.now = state.now
      replayed.isFocusShown = state.isFocusShown
      #expect(RecordingFixture.rows(replayed) == RecordingFixture.rows(state), "\(seconds)")
      #expect(RecordingFixture.rows(replayed).joined().contains { $0.contains("Up bitrix") })
      #expect(replayed.environments[0].alerts == state.environments[0].alerts)
      #expect(replayed.environments[0].normal == state.environments[0].normal)
      #expect(replayed.environments[0].foreign == state.environments[0].foreign)
      #expect(replayed.environments[0].alertmanager == state.environments[0].alertmanager)
      #expect(replayed.environments[0].failingSince == state.environments[0].failingSince)
      #expect(
        replayed.views[0].panels[2].explanation?.reason
          == state.views[0].panels[2].explanation?.reason
      )
    }
  }

  /// Of a Grafana dashboard, whose fields are as its file says.
  @Test func whatHasHappenedIsRecorded() throws {
    let layout = RecordingFixture.annotated
    for (seconds, failing) in [(0, Int.max), (130, .max), (130, 115)] {
      let (state, events) = try RecordingFixture.watched(
        seconds: seconds,
        failing: failing,
        layout: layout
      )
      let known = state.views[0].annotations
      #expect(known.events[1]?.isEmpty == false && known.events[0] == nil)
      let file = try RecordingFile(
        try RecordingFixture.bytes(events, layout: layout),
        file: "rec"
      )
      var replayed = try RecordingFixture.played(file)
      #expect(replayed.views[0].annotations.events == known.events)
      #expect(replayed.views[0].annotations.problem == known.problem)
      replayed.now = state.now
      let rows = RecordingFixture.rows(replayed)
      #expect(rows == RecordingFixture.rows(state), "\(seconds)")
      #expect(rows[0].contains { $0.contains("bitrix of é") }, "\(rows)")
      #expect(rows[2].contains { $0.contains("bitrix!") }, "\(rows)")
    }
  }

  @Test(arguments: [RecordingFixture.layout, RecordingFixture.annotated])
  func everyEventComesBackAsItWas(layout: String) throws {
    let (_, events) = try RecordingFixture.watched(seconds: 130, failing: 100, layout: layout)
    let file = try RecordingFile(
      try RecordingFixture.bytes(events, layout: layout),
      file: "rec"
    )
    #expect(events.count > 16)
    #expect(file.recording.entries.map(\.time) == events.map(\.time))
    for (index, event) in events.enumerated() {
      var event = event
      // What the file says of fields is read from the file.
      if case .answered(let panel, .some(var plan), let result) = event.what {
        plan.shape = nil
        event.what = .answered(panel: panel, plan, result)
      }
      #expect(file.recording.event(index) == event, "\(index)")
    }
    #expect(file.recording.marks.contains { $0.kind == .began(.warning) })
    #expect(file.recording.marks.contains { $0.kind == .failed })
  }

  @Test func everyCutIsAPrefixOrAClearSentence() throws {
    let (_, events) = try RecordingFixture.watched(seconds: 10)
    let bytes = try RecordingFixture.bytes(events)
    let whole = try RecordingFile(bytes, file: "rec").recording.entries
    var lengths: Set<Int> = []
    for length in 0..<bytes.count {
      switch opened(Array(bytes[..<length])) {
      case .success(let file):
        let entries = file.recording.entries
        #expect(entries == Array(whole[..<entries.count]))
        if lengths.insert(entries.count).inserted {
          #expect(file.problems == [], "cut between two records")
          let state = try RecordingFixture.played(file)
          #expect(RecordingFixture.draw(state).contains("REPLAY"))
        } else {
          let what = "the recording ends early: "
          #expect(file.problems.count == 1 && file.problems[0].what.hasPrefix(what))
        }
      case .failure(let problem):
        #expect(problem.description.hasPrefix("rec: error: th"), "\(problem)")
        #expect(lengths.isEmpty)
      }
    }
    #expect(lengths.count == whole.count - 1)
  }

  @Test func everyFlippedByteIsLeftOutOrAClearSentence() throws {
    let (_, events) = try RecordingFixture.watched(seconds: 5)
    let bytes = try RecordingFixture.bytes(events)
    let whole = try RecordingFile(bytes, file: "rec").recording.entries
    let beginning = try RecordingFixture.bytes([]).count
    var random = SeededRandom(seed: 7)
    for place in bytes.indices {
      var bytes = bytes
      bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      switch opened(bytes) {
      case .success(let file):
        // The beginning is there twice.
        let isBeginning = place < beginning
        #expect(file.recording.entries.count == whole.count - (isBeginning ? 0 : 1), "\(place)")
        #expect(file.problems.count == 1, "\(place)")
      case .failure(let problem):
        #expect(place < 21, "only the first line is there once")
        #expect(problem.description.hasPrefix("rec: error: th"), "\(place): \(problem)")
      }
    }
  }

  @Test func brokenInTheMidstPlaysTheRest() throws {
    let (state, events) = try RecordingFixture.watched(seconds: 130)
    var bytes = try RecordingFixture.bytes(events)
    for place in bytes.count / 2..<bytes.count / 2 + 40 { bytes[place] = 0 }
    let file = try RecordingFile(bytes, file: "rec")
    let problem = try #require(file.problems.first)
    let sentence = /the recording is broken at 1 place, \d+ bytes are left out/
    #expect(problem.what.wholeMatch(of: sentence) != nil)
    #expect(file.recording.entries.count < events.count)
    #expect(file.recording.end == events.last?.time)
    var replayed = try RecordingFixture.played(file)
    replayed.now = state.now
    #expect(RecordingFixture.rows(replayed) == RecordingFixture.rows(state))
  }

  @Test(arguments: [
    ("", "this is no recording; `promwall record NAME -o FILE` makes one"),
    ("{}\n", "this is no recording; `promwall record NAME -o FILE` makes one"),
    ("promwall recording\n", "this is no recording; `promwall record NAME -o FILE` makes one"),
    ("promwall recording 0\nx", "this is no recording; `promwall record NAME -o FILE` makes one"),
    (
      "promwall recording 2\n\u{1}",
      "the recording is of format 2, this promwall reads 1; use a newer promwall"
    ),
    (
      "promwall recording 1\n",
      "the recording's beginning can't be read; without it nothing is known of the dashboard;"
        + " is there a copy of the file?"
    ),
  ])
  func whatCannotBePlayedIsSaid(text: String, sentence: String) throws {
    #expect(try failure(Array(text.utf8)).description == "rec: error: \(sentence)")
  }

  @Test func aRecordingWithoutAnAnswerSaysSo() throws {
    let bytes = try RecordingFixture.bytes([])
    #expect(try failure(bytes).what == "the recording holds no answer")
  }

  /// Contents that pass every checksum and are wrong all the same: a hostile colleague's.
  @Test(arguments: 0..<20, [RecordingFixture.layout, RecordingFixture.annotated])
  func wrongContentsNeverTrap(seed: UInt64, layout: String) throws {
    let (_, events) = try RecordingFixture.watched(seconds: 5, layout: layout)
    let dashboard = try Fixture.opened(layout).dashboard
    var random = SeededRandom(seed: seed)
    for event in events {
      var content = RecordingProbe.content(of: event)
      for _ in 0..<40 {
        guard !content.isEmpty else { break }
        let place = Int.random(in: 0..<content.count, using: &random)
        content[place] = UInt8.random(in: 0...255, using: &random)
        guard let what = RecordingProbe.event(content, like: event, in: dashboard) else { continue }
        var state = try RecordingFixture.state(layout: layout)
        let recording = Recording(
          entries: [.init(time: event.time, subject: .alerts, isFailure: false)],
          marks: []
        ) { _ in RecordedEvent(time: event.time, what: what) }
        state.play(recording, file: "rec")
        state.jump(to: event.time)
        #expect(!RecordingFixture.draw(state).isEmpty)
      }
    }
  }

  @Test func aFileOfMarkersAloneIsGivenUp() throws {
    let start = try RecordingFixture.bytes([])
    let marker: [UInt8] = [0xA7, 0x70, 0x57, 0x0D, 0xFF, 0xFF, 0x0F, 0]
    let markers = [UInt8](repeatElement(marker, count: 200_000).joined())
    #expect(try failure(start + markers).what == "the recording holds no answer")
  }

  @Test func nothingIsRecordedOverAFileAndNobodyElseMayReadIt() throws {
    let folder = try TestFolder()
    let path = try folder.file("rec", "precious")
    let state = try RecordingFixture.state()
    let header = RecordingHeader(state, document: [], version: "0.1.0")
    do throws(Problem) {
      _ = try RecordingWriter(path, header: header, dashboard: state.dashboard, at: state.now)
      Issue.record("it was begun")
    } catch {
      #expect(
        error.description == "\(path): error: the recording can't be begun: it is there already;"
          + " name another; nothing is recorded over a file"
      )
    }
    #expect(readFile(path) == "precious")
    let other = folder.path + "/other"
    _ = try RecordingWriter(other, header: header, dashboard: state.dashboard, at: state.now)
    var status = stat()
    #expect(stat(other, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func noSecretIsInIt() throws {
    let bytes = try RecordingFixture.bytes([], url: "http://me:pa55@db.example:9090/x?token=t0k")
    let header = try #require(RecordingProbe.header(bytes))
    #expect(header.environment.url == "http://db.example:9090/x")
    let plain = String(decoding: RecordingProbe.plainHeader(bytes), as: UTF8.self)
    #expect(plain.contains("db.example"))
    for secret in ["pa55", "t0k", "me:"] { #expect(!plain.contains(secret)) }
  }
}
