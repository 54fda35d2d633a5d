import Documents

/// A question that is asked beside another one and must not hold it up.
///
/// Whoever wants the answer waits for it a little; one that comes later is there for the next who
/// asks. So a server that hangs costs its patience once, not with every question.
actor Poll<Value: Sendable> {
  private let ask: @Sendable () async -> Result<Value, Problem>
  private let lasts: Duration
  private let failureLasts: Duration
  private var last: (result: Result<Value, Problem>, at: ContinuousClock.Instant)?
  private var isAsking = false
  private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  private var nextID = 0

  /// - Parameters:
  ///   - lasts: How old an answer may be before the question is put again.
  ///   - failureLasts: The same for one that failed; nil: as long.
  ///   - ask: Puts the question.
  init(
    lasts: Duration = .zero,
    failureLasts: Duration? = nil,
    ask: @escaping @Sendable () async -> Result<Value, Problem>
  ) {
    self.lasts = lasts
    self.failureLasts = failureLasts ?? lasts
    self.ask = ask
  }

  /// An older answer says too little of now.
  static var oldest: Duration { .seconds(60) }

  /// The answer to the question put now, or to the last one if that was late.
  ///
  /// - Returns: Nil where there was none in time.
  func result(within patience: Duration) async -> Result<Value, Problem>? {
    if let last, .now - last.at < (last.result.isSuccess ? lasts : failureLasts) {
      return last.result
    }
    // One that was late once is not waited for again.
    if !isAsking {
      isAsking = true
      Task { end(with: await ask()) }
      await wait(at: .now + patience)
    }
    guard isAsking else { return last?.result }
    guard let last, .now - last.at < max(lasts, Self.oldest) else { return nil }
    return last.result
  }

  private func wait(at end: ContinuousClock.Instant) async {
    nextID += 1
    let id = nextID
    let alarm = Task {
      try? await Task.sleep(until: end, clock: .continuous)
      release(id)
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiting[id] = $0 }
    } onCancel: {
      alarm.cancel()
    }
    alarm.cancel()
  }

  private func release(_ id: Int) { waiting.removeValue(forKey: id)?.resume() }

  private func end(with result: Result<Value, Problem>) {
    last = (result, .now)
    isAsking = false
    for id in waiting.keys { release(id) }
  }
}

extension Result {
  fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}
