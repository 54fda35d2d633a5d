import HTTP
import Synchronization
import Testing

/// A transport whose answers the test gives one by one.
private final class Desk: Sendable {
  private struct Open {
    var waiting: [(request: Request, reply: CheckedContinuation<RequestQueue.Outcome, Never>)] = []
    var arrivals: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    var seen: [String] = []
  }

  private let open = Mutex(Open())

  var seen: [String] { open.withLock { $0.seen } }

  var transport: Transport {
    Transport { (request) async throws(TransportError) -> Response in
      let outcome = await withCheckedContinuation { reply in
        let ready = self.open.withLock { open in
          open.waiting.append((request, reply))
          open.seen.append(request.url)
          let count = open.seen.count
          let ready = open.arrivals.filter { $0.count <= count }
          open.arrivals.removeAll { $0.count <= count }
          return ready
        }
        for arrival in ready { arrival.continuation.resume() }
      }
      return try outcome.get()
    }
  }

  /// Waits until so many requests have come in all.
  func arrived(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isThere = open.withLock { open in
        if open.seen.count < count { open.arrivals.append((count, continuation)) }
        return open.seen.count >= count
      }
      if isThere { continuation.resume() }
    }
  }

  func answer(_ url: String, _ outcome: RequestQueue.Outcome = .success(Response())) {
    let reply = open.withLock { open in
      let index = open.waiting.firstIndex { $0.request.url == url }
      return index.map { open.waiting.remove(at: $0).reply }
    }
    reply?.resume(returning: outcome)
  }
}

/// A clock that stands where the test puts it.
private final class StoppedClock: Sendable {
  let time = Mutex(Duration.zero)

  var clock: RequestQueue.Clock {
    RequestQueue.Clock(now: { self.time.withLock { $0 } }, sleep: { _ in }, fraction: { 1 })
  }

  func move(to seconds: Int) { time.withLock { $0 = .seconds(seconds) } }
}

@Suite struct QueueTests {
  @Test func atMostTheLimitIsUnderWay() async throws {
    let desk = Desk()
    let queue = RequestQueue(desk.transport, limit: 2, clock: StoppedClock().clock)
    let tasks = (0..<5).map { number in
      Task { try await queue.transport.send(Request(.get, "u\(number)")) }
    }
    await desk.arrived(2)
    while await queue.status().waiting < 3 { await Task.yield() }
    #expect(desk.seen.count == 2)
    #expect(await queue.status().inFlight == 2)
    for count in 1...5 {
      await desk.arrived(count)
      desk.answer(desk.seen[count - 1])
    }
    for task in tasks { #expect(try await task.value.status == 200) }
    #expect(await queue.status().requests == 5)
  }

  @Test func urgentOnesGoAheadOfThoseThatWait() async throws {
    let desk = Desk()
    let queue = RequestQueue(desk.transport, limit: 1, clock: StoppedClock().clock)
    func ask(_ url: String, isUrgent: Bool, waiting: Int) async -> Task<Response, any Error> {
      var request = Request(.get, url)
      request.isUrgent = isUrgent
      let task = Task { [request] in try await queue.send(request) }
      while await queue.status().waiting < waiting { await Task.yield() }
      return task
    }
    var tasks = [await ask("running", isUrgent: false, waiting: 0)]
    await desk.arrived(1)
    tasks.append(await ask("graph", isUrgent: false, waiting: 1))
    // One of them waits for nothing, whatever hangs.
    tasks.append(await ask("alerts", isUrgent: true, waiting: 1))
    await desk.arrived(2)
    tasks.append(await ask("rules", isUrgent: true, waiting: 2))
    #expect(desk.seen == ["running", "alerts"])
    for count in 1...4 {
      await desk.arrived(count)
      desk.answer(desk.seen[count - 1])
    }
    for task in tasks { _ = try await task.value }
    #expect(desk.seen == ["running", "alerts", "rules", "graph"])
  }

  @Test func identicalRequestsAreSentOnce() async throws {
    let desk = Desk()
    let queue = RequestQueue(desk.transport, clock: StoppedClock().clock)
    let tasks = (0..<3).map { _ in Task { try await queue.send(Request(.get, "same")) } }
    let other = Task { try await queue.send(Request(.post, "same")) }
    while await queue.status().shared < 2 { await Task.yield() }
    await desk.arrived(2)
    desk.answer("same", .success(Response(body: [1, 2, 3])))
    desk.answer("same", .success(Response(body: [1, 2, 3])))
    for task in tasks { #expect(try await task.value.body == [1, 2, 3]) }
    _ = try await other.value
    #expect(desk.seen.count == 2)
    #expect(await queue.status().bytes == 6)
  }

  @Test func aDeadServerIsSparedAndEverybodyToldWhy() async throws {
    let desk = Desk()
    let clock = StoppedClock()
    let queue = RequestQueue(desk.transport, clock: clock.clock)
    let first = Task { try await queue.send(Request(.get, "a")) }
    await desk.arrived(1)
    desk.answer("a", .failure(.refused("host:1")))
    await #expect(throws: TransportError.refused("host:1")) { try await first.value }
    await #expect(throws: TransportError.refused("host:1")) {
      try await queue.send(Request(.get, "b"))
    }
    #expect(desk.seen == ["a"])
    #expect(await queue.status().state == .waiting(nextTry: .seconds(1)))
    #expect(await queue.status().failures == 1)
  }

  @Test func oneProbesAndTheOthersFollow() async throws {
    let desk = Desk()
    let clock = StoppedClock()
    let probe = Request(.get, "probe")
    let queue = RequestQueue(desk.transport, probe: probe, clock: clock.clock)
    let first = Task { try await queue.send(Request(.get, "a")) }
    await desk.arrived(1)
    desk.answer("a", .failure(.refused("host:1")))
    _ = try? await first.value
    clock.move(to: 2)
    let tasks = (0..<3).map { number in
      Task { try await queue.send(Request(.get, "b\(number)")) }
    }
    await desk.arrived(2)
    while await queue.status().waiting < 3 { await Task.yield() }
    #expect(desk.seen == ["a", "probe"])
    #expect(await queue.status().state == .probing)
    desk.answer("probe")
    await desk.arrived(3)
    // After an outage one at a time, then two, then four.
    #expect(await queue.status().limit == 1)
    desk.answer(desk.seen[2])
    await desk.arrived(5)
    #expect(await queue.status().limit == 2)
    desk.answer(desk.seen[3])
    desk.answer(desk.seen[4])
    for task in tasks { #expect(try await task.value.status == 200) }
    #expect(await queue.status().state == .working)
  }

  @Test func whoLeavesGoesAtOnceAndKeepsThePlaceAtTheServer() async throws {
    let desk = Desk()
    let queue = RequestQueue(desk.transport, limit: 2, clock: StoppedClock().clock)
    let task = Task { try await queue.send(Request(.get, "slow")) }
    await desk.arrived(1)
    task.cancel()
    await #expect(throws: TransportError.cancelled) { try await task.value }
    // The same question again is a new request.
    let again = Task { try await queue.send(Request(.get, "slow")) }
    await desk.arrived(2)
    desk.answer("slow", .failure(.cancelled))
    desk.answer("slow")
    #expect(try await again.value.status == 200)
    #expect(desk.seen.count == 2)
    #expect(await queue.status().state == .working)
  }

  @Test func theFirstToLeaveDoesNotSpoilItForTheSecond() async throws {
    let desk = Desk()
    let queue = RequestQueue(desk.transport, clock: StoppedClock().clock)
    let first = Task { try await queue.send(Request(.get, "same")) }
    await desk.arrived(1)
    let second = Task { try await queue.send(Request(.get, "same")) }
    while await queue.status().shared < 1 { await Task.yield() }
    first.cancel()
    await #expect(throws: TransportError.cancelled) { try await first.value }
    desk.answer("same")
    #expect(try await second.value.status == 200)
    #expect(desk.seen.count == 1)
  }

  @Test func aGivenUpRequestHoldsItsPlace() async throws {
    let desk = Desk()
    let clock = StoppedClock()
    let queue = RequestQueue(desk.transport, limit: 2, clock: clock.clock)
    for _ in 0..<2 {
      // Counted before it asks: it may be there before the next line.
      let before = desk.seen.count
      let slow = Task { try await queue.send(Request(.get, "slow", deadline: .seconds(10))) }
      await desk.arrived(before + 1)
      desk.answer("slow", .failure(.timedOut("host", after: .seconds(10))))
      _ = try? await slow.value
    }
    // The limit has halved twice; one place is always left.
    #expect(await queue.status().limit == 1)
    let next = Task { try await queue.send(Request(.get, "next")) }
    await desk.arrived(3)
    desk.answer("next")
    #expect(try await next.value.status == 200)
  }

  @Test func aTaskCancelledBeforeItAsksSendsNothing() async {
    let desk = Desk()
    let queue = RequestQueue(desk.transport, clock: StoppedClock().clock)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await queue.send(Request(.get, "a"))
    }
    await #expect(throws: TransportError.cancelled) { try await task.value }
    #expect(desk.seen.isEmpty)
  }

  @Test func theQueueHasAnEnd() async throws {
    let desk = Desk()
    let queue = RequestQueue(desk.transport, limit: 1, clock: StoppedClock().clock)
    let tasks = (0...RequestQueue.mostWaiting).map { number in
      Task { try await queue.send(Request(.get, "u\(number)")) }
    }
    while await queue.status().waiting < RequestQueue.mostWaiting { await Task.yield() }
    await #expect(throws: TransportError.queueFull(limit: 1_000)) {
      try await queue.send(Request(.get, "more"))
    }
    for task in tasks { task.cancel() }
    for task in tasks { _ = try? await task.value }
    #expect(await queue.status().waiting == 0)
    desk.answer(desk.seen[0])
  }
}
