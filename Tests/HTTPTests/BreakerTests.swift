import HTTP
import Testing

@Suite struct BackoffTests {
  @Test func theLimitDoublesUpToTheCap() {
    var backoff = Backoff()
    let waits = (0..<8).map { _ in backoff.failed(fraction: 1) }
    #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
    backoff.succeeded()
    #expect(backoff.failed(fraction: 1) == .seconds(1))
  }

  @Test func anyTimeUpToTheLimitIsPossible() {
    var backoff = Backoff()
    #expect(backoff.failed(fraction: 0) == .zero)
    #expect(backoff.failed(fraction: 0.25) == .milliseconds(500))
  }

  @Test func theServersWishIsTheLeast() {
    var backoff = Backoff()
    #expect(backoff.failed(fraction: 1, retryAfter: .seconds(90)) == .seconds(90))
    #expect(backoff.failed(fraction: 1, retryAfter: .seconds(1)) == .seconds(2))
  }

  @Test func aThousandFailuresDoNotOverflow() {
    var backoff = Backoff()
    let waits = (0..<1_000).map { _ in backoff.failed(fraction: 1) }
    #expect(waits.last == .seconds(60))
  }
}

@Suite struct BreakerTests {
  @Test func anOutageOpensItAndOneProbeClosesIt() {
    var breaker = Breaker()
    #expect(breaker.permit(at: .zero) == .go)
    breaker.note(.down(retryAfter: nil), at: .seconds(10), fraction: 0.5)
    #expect(breaker.state == .open(until: .milliseconds(10_500)))
    #expect(breaker.permit(at: .milliseconds(10_499)) == .refuse)
    #expect(breaker.permit(at: .milliseconds(10_500)) == .probe)
    #expect(breaker.permit(at: .seconds(20)) == .wait)
    breaker.note(.works, at: .seconds(20), fraction: 0.5)
    #expect(breaker.permit(at: .seconds(20)) == .go)
    #expect(breaker.failures == 0)
  }

  @Test func aFailedProbeWaitsTwiceAsLong() {
    var breaker = Breaker()
    breaker.note(.down(retryAfter: nil), at: .zero, fraction: 1)
    #expect(breaker.permit(at: .seconds(1)) == .probe)
    breaker.note(.struggles, at: .seconds(5), fraction: 1)
    #expect(breaker.state == .open(until: .seconds(7)))
    #expect(breaker.failures == 2)
  }

  @Test func lateFailuresOfOneOutageCountOnce() {
    var breaker = Breaker()
    for _ in 0..<4 { breaker.note(.down(retryAfter: nil), at: .zero, fraction: 1) }
    #expect(breaker.state == .open(until: .seconds(1)))
    breaker.note(.throttled(retryAfter: .seconds(30)), at: .zero, fraction: 1)
    #expect(breaker.state == .open(until: .seconds(30)))
  }

  @Test func oneTimeOutIsTheQuestionsFaultThreeAreTheServers() {
    var breaker = Breaker()
    breaker.note(.struggles, at: .zero, fraction: 1)
    breaker.note(.struggles, at: .zero, fraction: 1)
    #expect(breaker.state == .closed)
    breaker.note(.works, at: .zero, fraction: 1)
    breaker.note(.struggles, at: .zero, fraction: 1)
    breaker.note(.struggles, at: .zero, fraction: 1)
    #expect(breaker.state == .closed)
    breaker.note(.struggles, at: .zero, fraction: 1)
    #expect(breaker.state == .open(until: .seconds(1)))
  }

  @Test func aWithdrawnProbeLetsTheNextOneTry() {
    var breaker = Breaker()
    breaker.note(.down(retryAfter: nil), at: .zero, fraction: 1)
    #expect(breaker.permit(at: .seconds(1)) == .probe)
    breaker.note(.unknown, at: .seconds(2), fraction: 1)
    #expect(breaker.permit(at: .seconds(2)) == .probe)
  }

  @Test func aKeyCutsTheWaitShort() {
    var breaker = Breaker()
    breaker.note(.down(retryAfter: .seconds(600)), at: .zero, fraction: 1)
    breaker.retryNow(at: .seconds(3))
    #expect(breaker.permit(at: .seconds(3)) == .probe)
  }

  @Test(arguments: [
    (200, Verdict.works), (400, .works), (403, .works), (404, .works), (422, .works),
    (401, .down(retryAfter: nil)), (502, .down(retryAfter: nil)), (503, .down(retryAfter: nil)),
    (504, .down(retryAfter: nil)), (500, .struggles), (429, .throttled(retryAfter: nil)),
  ])
  func aStatusSpeaksOfTheServer(status: Int, verdict: Verdict) {
    #expect(Verdict(.success(Response(status: status))) == verdict)
  }

  @Test(arguments: [
    (TransportError.refused("a"), Verdict.down(retryAfter: nil)),
    (.tls("a", .notTLS), .down(retryAfter: nil)),
    (.timedOut("a", after: .seconds(1)), .struggles), (.truncated("a"), .struggles),
    (.cancelled, .unknown), (.tooLarge(limit: 1), .works),
  ])
  func anErrorSpeaksOfTheServer(error: TransportError, verdict: Verdict) {
    #expect(Verdict(.failure(error)) == verdict)
  }
}

@Suite struct GateTests {
  @Test func theLimitHoldsAndHalves() {
    var gate = Gate(ceiling: 4)
    for _ in 0..<4 {
      #expect(gate.hasRoom(at: .zero))
      gate.start()
    }
    #expect(!gate.hasRoom(at: .zero))
    gate.finish(.throttled(retryAfter: nil))
    #expect(gate.limit == 2)
    #expect(!gate.hasRoom(at: .zero))
    gate.finish(.struggles)
    gate.finish(.works)
    gate.finish(.works)
    #expect(gate.limit == 1)
    #expect(gate.hasRoom(at: .zero))
  }

  @Test func fiftyGoodAnswersRaiseItByOne() {
    var gate = Gate(ceiling: 4)
    gate.finish(.throttled(retryAfter: nil))
    for _ in 0..<49 { gate.finish(.works) }
    #expect(gate.limit == 2)
    gate.finish(.works)
    #expect(gate.limit == 3)
    for _ in 0..<500 { gate.finish(.works) }
    #expect(gate.limit == 4)
  }

  @Test func afterAnOutageItDoubles() {
    var gate = Gate(ceiling: 4)
    gate.recover()
    let limits = (0..<4).map { _ in
      defer { gate.finish(.works) }
      return gate.limit
    }
    #expect(limits == [1, 2, 4, 4])
  }

  @Test func givenUpRequestsKeepTheirPlacesButOne() {
    var gate = Gate(ceiling: 2)
    gate.abandon(at: .zero, until: .seconds(30))
    gate.abandon(at: .zero, until: .seconds(40))
    #expect(gate.hasRoom(at: .zero))
    gate.start()
    #expect(!gate.hasRoom(at: .zero))
    #expect(gate.nextRelease(after: .zero) == .seconds(30))
    #expect(!gate.hasRoom(at: .seconds(39)))
    #expect(gate.hasRoom(at: .seconds(40)))
  }
}
