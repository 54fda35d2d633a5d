/// The queue before one environment's server: a limit of requests under way, one request for
/// identical ones, and a breaker that spares a server in trouble.
///
/// While the breaker is open, whoever asks is told at once what opened it. Each environment has a
/// queue of its own, so that a dead VPN delays nobody else.
package actor RequestQueue {
  /// Time and chance, so that tests can give their own.
  package struct Clock: Sendable {
    /// Since any moment, never going back.
    package var now: @Sendable () -> Duration
    package var sleep: @Sendable (Duration) async -> Void
    /// A random number of 0...1.
    package var fraction: @Sendable () -> Double

    package init(
      now: @escaping @Sendable () -> Duration,
      sleep: @escaping @Sendable (Duration) async -> Void,
      fraction: @escaping @Sendable () -> Double
    ) {
      self.now = now
      self.sleep = sleep
      self.fraction = fraction
    }

    package static var live: Clock {
      let start = ContinuousClock.now
      return Clock(
        now: { start.duration(to: .now) },
        sleep: { try? await Task.sleep(for: $0) },
        fraction: { .random(in: 0...1) }
      )
    }
  }

  package typealias Outcome = Result<Response, TransportError>

  /// How the queue stands, for people.
  package struct Status: Hashable, Sendable {
    package enum State: Hashable, Sendable {
      case working
      /// It failed; the next try is that far away.
      case waiting(nextTry: Duration)
      case probing
    }

    package var state: State
    /// Failures in a row.
    package var failures: Int
    package var inFlight: Int
    package var waiting: Int
    package var limit: Int
    /// Answers since the start, and their bytes, decompressed.
    package var requests: Int
    package var bytes: Int
    /// Questions since the start that took the answer to an identical one.
    package var shared: Int
  }

  private struct Flight {
    var request: Request
    var waiters: [Int: CheckedContinuation<Outcome, Never>]
    var task: Task<Void, Never>?
    var start: Duration?
    var isProbe = false
  }

  private let inner: Transport
  private let probe: Request?
  private let judge: @Sendable (Outcome) -> Verdict
  private let clock: Clock
  private var breaker = Breaker()
  private var gate: Gate
  private var flights: [Int: Flight] = [:]
  private var byRequest: [Request: Int] = [:]
  /// Flights that have not begun: the urgent ones, then the others; of each the oldest first.
  private var waiting: [Int] = []
  private var lastFailure: Outcome = .failure(.cancelled)
  private var nextID = 0
  private var requests = 0
  private var bytes = 0
  private var shared = 0
  private var isWaking = false

  /// - Parameters:
  ///   - inner: What really sends.
  ///   - limit: The most requests under way.
  ///   - probe: What to ask a server that was down; without one, the next request is the probe.
  ///   - judge: What an outcome says of the server.
  ///   - clock: Time and chance.
  package init(
    _ inner: Transport,
    limit: Int = 4,
    probe: Request? = nil,
    judge: @escaping @Sendable (Outcome) -> Verdict = { Verdict($0) },
    clock: Clock = .live
  ) {
    self.inner = inner
    self.probe = probe
    self.judge = judge
    self.clock = clock
    gate = Gate(ceiling: limit)
  }

  package static let mostWaiting = 1_000

  package nonisolated var transport: Transport {
    Transport { (request) async throws(TransportError) -> Response in
      try await self.send(request)
    }
  }

  package func status() -> Status {
    let now = clock.now()
    let state: Status.State =
      switch breaker.state {
      case .closed: .working
      case .halfOpen: .probing
      case .open(let until): .waiting(nextTry: max(.zero, until - now))
      }
    return Status(
      state: state,
      failures: breaker.failures,
      inFlight: gate.inFlight,
      waiting: waiting.count,
      limit: gate.limit,
      requests: requests,
      bytes: bytes,
      shared: shared
    )
  }

  /// Lets the next request through, however long the wait still is: somebody pressed a key.
  package func retryNow() { breaker.retryNow(at: clock.now()) }

  package func send(_ request: Request) async throws(TransportError) -> Response {
    let id = made()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { join(request, id, $0) }
    } onCancel: {
      Task { await self.leave(id) }
    }
    return try outcome.get()
  }

  // MARK: Waiters

  private func made() -> Int {
    nextID += 1
    return nextID
  }

  private func join(
    _ request: Request,
    _ id: Int,
    _ continuation: CheckedContinuation<Outcome, Never>
  ) {
    if Task.isCancelled {
      continuation.resume(returning: .failure(.cancelled))
    } else if let flight = byRequest[request] {
      flights[flight]?.waiters[id] = continuation
      shared += 1
    } else if waiting.count >= Self.mostWaiting {
      continuation.resume(returning: .failure(.queueFull(limit: Self.mostWaiting)))
    } else {
      flights[id] = Flight(request: request, waiters: [id: continuation])
      byRequest[request] = id
      let place = waiting.firstIndex { flights[$0]?.request.isUrgent == false }
      waiting.insert(id, at: request.isUrgent ? place ?? waiting.endIndex : waiting.endIndex)
      pump()
    }
  }

  private func leave(_ id: Int) {
    guard let key = flights.first(where: { $0.value.waiters[id] != nil })?.key,
      let continuation = flights[key]?.waiters.removeValue(forKey: id)
    else { return }
    continuation.resume(returning: .failure(.cancelled))
    guard let flight = flights[key], flight.waiters.isEmpty else { return }
    // Nobody else may join what is being cancelled.
    byRequest[flight.request] = nil
    if let task = flight.task {
      task.cancel()
    } else {
      flights[key] = nil
      waiting.removeAll { $0 == key }
    }
  }

  // MARK: Sending

  /// Starts whatever may start.
  private func pump() {
    while let next = waiting.first {
      let now = clock.now()
      switch breaker.permit(at: now) {
      case .wait: return
      case .refuse: return refuseAll()
      case .probe:
        if let probe { return sendProbe(probe) }
        start(next, isProbe: true)
      case .go:
        let isUrgent = flights[next]?.request.isUrgent ?? false
        guard gate.hasRoom(at: now, isUrgent: isUrgent) else { return wakeAtRelease(now) }
        start(next, isProbe: false)
      }
    }
  }

  private func start(_ id: Int, isProbe: Bool) {
    waiting.removeFirst()
    guard let request = flights[id]?.request else { return }
    gate.start()
    flights[id]?.start = clock.now()
    flights[id]?.isProbe = isProbe
    flights[id]?.task = Task { finish(id, await outcome(request)) }
  }

  private func sendProbe(_ probe: Request) {
    gate.start()
    let start = clock.now()
    Task { note(await outcome(probe), isProbe: true, request: probe, start: start) }
  }

  private nonisolated func outcome(_ request: Request) async -> Outcome {
    do throws(TransportError) {
      return .success(try await inner.send(request))
    } catch {
      return .failure(error)
    }
  }

  private func finish(_ id: Int, _ outcome: Outcome) {
    guard let flight = flights.removeValue(forKey: id) else { return }
    if byRequest[flight.request] == id { byRequest[flight.request] = nil }
    for waiter in flight.waiters.values { waiter.resume(returning: outcome) }
    note(outcome, isProbe: flight.isProbe, request: flight.request, start: flight.start)
  }

  private func note(_ outcome: Outcome, isProbe: Bool, request: Request, start: Duration?) {
    let now = clock.now()
    let verdict = judge(outcome)
    if case .success(let response) = outcome {
      requests += 1
      bytes += response.body.count
    }
    gate.finish(verdict)
    keepPlace(outcome, request, start ?? now, now)
    switch verdict {
    case .works: if isProbe { gate.recover() }
    case .throttled, .struggles, .down: lastFailure = outcome
    case .unknown: break
    }
    breaker.note(verdict, at: now, fraction: clock.fraction())
    pump()
  }

  /// A request without an answer may still be computed, for about as long as we told the server.
  private func keepPlace(
    _ outcome: Outcome,
    _ request: Request,
    _ start: Duration,
    _ now: Duration
  ) {
    let limit = min(request.deadline, .seconds(30))
    switch outcome {
    case .failure(.timedOut): gate.abandon(at: now, until: now + limit)
    case .failure(.cancelled) where start + limit > now: gate.abandon(at: now, until: start + limit)
    default: break
    }
  }

  private func refuseAll() {
    for id in waiting {
      guard let flight = flights.removeValue(forKey: id) else { continue }
      byRequest[flight.request] = nil
      for waiter in flight.waiters.values { waiter.resume(returning: lastFailure) }
    }
    waiting = []
  }

  private func wakeAtRelease(_ now: Duration) {
    guard !isWaking, let release = gate.nextRelease(after: now) else { return }
    isWaking = true
    Task {
      await clock.sleep(release - now)
      isWaking = false
      pump()
    }
  }
}
