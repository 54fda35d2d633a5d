import Documents
import Engine
import HTTP
import Interface
import Metrics
import Panels
import ServerSupport
import Synchronization
import Testing

/// What a server is asked while somebody types.
@Suite(.timeLimit(.minutes(5))) struct CompleterTests {
  private let inbox = Inbox()
  private let range = TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 3_600))

  private func worker(
    _ canned: CannedSource,
    typingPause: @escaping @Sendable () async throws -> Void = {}
  ) -> Worker {
    Worker(
      sources: ["stage": canned.source()],
      library: LiveLibrary(Library(shipped: [])),
      inbox: inbox,
      typingPause: typingPause,
      connect: { canned.source($0) }
    )
  }

  private func names(_ asked: Asked) -> Response {
    switch asked.path {
    case "/label/__name__/values":
      Canned.success(#"["a_bucket","a_total","b","evil\u001b[2J"]"#)
    case "/metadata":
      Canned.success(
        #"{"a":[{"type":"histogram","help":"so\nlong","unit":""}],"b":[{"type":"gauge"}]}"#
      )
    default: Canned.response(asked)
    }
  }

  private func complete(_ question: CompletionQuestion, _ generation: Int = 1) -> Effect {
    .complete(environment: "stage", generation: generation, question, range)
  }

  private func answers(_ count: Int) async -> [(generation: Int, answer: CompletionAnswer?)] {
    await collect(inbox, count).compactMap { message in
      guard case .completed(let generation, let result) = message else { return nil }
      return (generation, try? result.get())
    }
  }

  @Test func aBurstOfTypingAsksOnce() async throws {
    let canned = CannedSource { names($0) }
    // Until everything is typed, however slow the machine is.
    let isTyped = Atomic(false)
    let worker = worker(canned) {
      while !isTyped.load(ordering: .acquiring) { try await Task.sleep(for: .milliseconds(1)) }
      try Task.checkCancellation()
    }
    for (place, prefix) in ["r", "ra", "rat", "rate", "rate_"].enumerated() {
      await worker.perform(complete(CompletionQuestion(.metrics, prefix: prefix), place))
    }
    isTyped.store(true, ordering: .releasing)
    let answers = await answers(1)
    #expect(answers.map(\.generation) == [4])
    #expect(canned.asked.count { $0.path.hasPrefix("/label/") } == 1)
    #expect(canned.asked.first?["match[]"] == #"{__name__=~"rate_.*"}"#)
    #expect(canned.asked.first?["limit"] == "1001")
    await worker.stop()
  }

  @Test func metricsAreTwiceToldTheSecondTimeWithWords() async throws {
    let canned = CannedSource { names($0) }
    let worker = worker(canned)
    await worker.perform(complete(CompletionQuestion(.metrics, prefix: "a")))
    let first = await answers(2)
    let last = try #require(first.last?.answer)
    #expect(last.isComplete)
    #expect(last.names.map(\.type.raw) == ["histogram", "histogram", "gauge", ""])
    #expect(!last.names.map { $0.text.description }.joined().contains("\u{1B}"))
    await worker.perform(complete(CompletionQuestion(.metrics, prefix: "b"), 2))
    let second = await answers(1)
    #expect(second.first?.answer?.names[2].type == "gauge", "known by now")
    #expect(canned.asked.count { $0.path == "/metadata" } == 1)
    #expect(canned.asked.first { $0.path == "/metadata" }?["limit"] == "5000")
  }

  static let questions: [(question: CompletionQuestion, path: String, match: String?)] = [
    (CompletionQuestion(.labelNames), "/labels", nil),
    (
      CompletionQuestion(.labelNames, matchers: [#"__name__="up""#, "job='x'"]), "/labels",
      #"{__name__="up",job='x'}"#
    ),
    (CompletionQuestion(.labelValues(of: "job")), "/label/job/values", nil),
    (
      CompletionQuestion(.labelValues(of: "job"), matchers: ["a='b'"], prefix: #"x.y"\"#),
      "/label/job/values", #"{a='b',job=~"x\\.y\"\\\\.*"}"#
    ),
    (
      CompletionQuestion(.labelValues(of: "a b"), prefix: "c"), "/label/U__a_20_b/values",
      #"{"a b"=~"c.*"}"#
    ),
    (CompletionQuestion(.metrics), "/label/__name__/values", nil),
  ]

  @Test(arguments: questions)
  func whatIsAsked(question: CompletionQuestion, path: String, match: String?) async throws {
    let canned = CannedSource()
    let worker = worker(canned)
    await worker.perform(complete(question))
    _ = await answers(1)
    #expect(canned.asked.first?.path == path)
    #expect(canned.asked.first?["match[]"] == match)
    #expect(canned.asked.first?["start"] == "0.000" && canned.asked.first?["end"] == "3600.000")
    await worker.stop()
  }

  @Test func ofALargeServerAPieceIsKept() async throws {
    let many = (0..<100_000).map { "\"m_\($0)\"" }.joined(separator: ",")
    let body = Array(#"{"status":"success","data":[\#(many)]}"#.utf8)
    let source = CannedSource { _ in Response(body: body) }.source()
    let question = CompletionQuestion(.metrics, prefix: "m")
    let answer = try await source.completion(of: question, range: range).get()
    #expect(answer.names.count == CompletionAnswer.mostNames && !answer.isComplete)
  }

  @Test func whereNothingBeginsSoWhatContainsItIsOffered() async throws {
    let canned = CannedSource { asked in
      let isWide = asked["match[]"]?.contains("(?i)") == true
      return Canned.success(isWide ? #"["my_errors_total"]"# : "[]")
    }
    let question = CompletionQuestion(.metrics, prefix: "errors")
    let answer = try await canned.source().completion(of: question, range: range).get()
    #expect(answer.names.map(\.text) == ["my_errors_total"] && !answer.isComplete)
    #expect(canned.asked.map { $0["match[]"] ?? "" }.last == #"{__name__=~"(?i).*errors.*"}"#)
  }

  @Test func matchersThatAreRefusedAreLeftOut() async throws {
    let canned = CannedSource { asked in
      asked["match[]"] == nil
        ? Canned.success(#"["a"]"#) : Canned.error(400, "bad_data", "must contain a matcher")
    }
    let question = CompletionQuestion(.labelNames, matchers: ["a!='b'"])
    let answer = try await canned.source().completion(of: question, range: range).get()
    #expect(answer.names.map(\.text) == ["a"] && !answer.isComplete)
  }

  @Test func whyThereIsNoneIsTold() async throws {
    let canned = CannedSource { _ in Response(status: 503) }
    let worker = worker(canned)
    await worker.perform(complete(CompletionQuestion(.metrics, prefix: "a")))
    let message = try #require(await collect(inbox, 1).first)
    guard case .completed(generation: 1, .failure(let problem)) = message else {
      Issue.record("\(message)")
      return
    }
    #expect(!problem.what.isEmpty)
  }
}
