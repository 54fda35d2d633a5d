package import Documents
package import Interface
package import Metrics
import Prometheus

/// What metrics of an environment are, asked once in a while.
struct Metadata {
  var known: [String: [MetricMetadata]] = [:]
  var loading: Task<[String: [MetricMetadata]], Never>?
  var due: ContinuousClock.Instant

  /// A large server has more; those go without words.
  static let most = 5_000
  static let interval = Duration.minutes(10)
  static let retryInterval = Duration.seconds(30)
}

extension Worker {
  /// Asks when nobody has typed on for a moment, and posts what is offered; metrics once more when
  /// it is known what they are.
  func complete(
    _ question: CompletionQuestion,
    range: TimeRange,
    generation: Int,
    from source: Source
  ) async {
    guard (try? await typingPause()) != nil else { return }
    let result = await source.completion(of: question, range: range)
    guard !Task.isCancelled else { return }
    guard question.subject == .metrics, case .success(let answer) = result else {
      inbox.post(.completed(generation: generation, result))
      return
    }
    let known = metadata[source.environment.name]?.known ?? [:]
    inbox.post(.completed(generation: generation, .success(answer.described(by: known))))
    guard let loading = loadMetadata(from: source) else { return }
    let loaded = await loading.value
    guard !Task.isCancelled, !loaded.isEmpty else { return }
    inbox.post(.completed(generation: generation, .success(answer.described(by: loaded))))
  }

  /// Goes on when the question is taken back, for the next one wants it too.
  private func loadMetadata(
    from source: Source
  ) -> Task<[String: [MetricMetadata]], Never>? {
    let name = source.environment.name
    var entry = metadata[name] ?? Metadata(due: .now)
    if let loading = entry.loading { return loading }
    guard entry.due <= .now else { return nil }
    let client = source.client
    let loading = Task { (try? await client.metadata(limit: Metadata.most)) ?? [:] }
    entry.loading = loading
    metadata[name] = entry
    Task {
      let loaded = await loading.value
      let known = loaded.isEmpty ? metadata[name]?.known ?? [:] : loaded
      let interval = loaded.isEmpty ? Metadata.retryInterval : Metadata.interval
      metadata[name] = Metadata(known: known, due: .now + interval)
    }
    return loading
  }
}

extension CompletionAnswer {
  /// With types and help, where they are known.
  fileprivate func described(by metadata: [String: [MetricMetadata]]) -> Self {
    guard !metadata.isEmpty else { return self }
    var answer = self
    for place in answer.names.indices {
      guard let found = Self.metadata(of: answer.names[place].text.raw, in: metadata)?.first else {
        continue
      }
      answer.names[place].type = found.type
      answer.names[place].help = found.help
    }
    return answer
  }

  /// A family is told of by its own name, its series have others.
  private static func metadata(
    of name: String,
    in metadata: [String: [MetricMetadata]]
  ) -> [MetricMetadata]? {
    if let found = metadata[name] { return found }
    for ending in ["_bucket", "_count", "_sum", "_total", "_created"] where name.hasSuffix(ending) {
      return metadata[String(name.dropLast(ending.count))]
    }
    return nil
  }
}

extension Source {
  /// What there is to be completed with, narrowed by the server.
  package func completion(
    of question: CompletionQuestion,
    range: TimeRange
  ) async -> Result<CompletionAnswer, Problem> {
    let first = await names(of: question, matchers: question.narrowed, range: range)
    switch first {
    case .failure(let error) where error.isRefusal && !question.narrowed.isEmpty:
      // Such as matchers that any series would match, which a server refuses.
      return await told(names(of: question, matchers: [], range: range), isAll: false)
    case .success(let names) where names.isEmpty && question.prefix.count >= 3:
      guard let wider = question.widened else { break }
      return await told(self.names(of: question, matchers: wider, range: range), isAll: false)
    default: break
    }
    return await told(first, isAll: true)
  }

  private func told(
    _ result: Result<[ForeignText], QueryError>,
    isAll: Bool
  ) async -> Result<CompletionAnswer, Problem> {
    switch result {
    case .success(let names):
      let kept = names.prefix(CompletionAnswer.mostNames).map { CompletionAnswer.Name($0) }
      return .success(CompletionAnswer(kept, isComplete: isAll && kept.count == names.count))
    case .failure(let error):
      return .failure(Problem(error, place: environment.name))
    }
  }

  private func names(
    of question: CompletionQuestion,
    matchers: [String],
    range: TimeRange
  ) async -> Result<[ForeignText], QueryError> {
    let selectors = matchers.isEmpty ? [] : ["{\(matchers.joined(separator: ","))}"]
    // One more than is kept, to know whether there are others.
    let limit = CompletionAnswer.mostNames + 1
    do throws(QueryError) {
      switch question.subject {
      case .labelNames:
        return .success(
          try await client.labelNames(matching: selectors, range: range, limit: limit)
        )
      case .metrics, .labelValues:
        return .success(
          try await client.labelValues(
            question.label ?? "",
            matching: selectors,
            range: range,
            limit: limit
          )
        )
      }
    } catch {
      return .failure(error)
    }
  }
}

extension CompletionQuestion {
  /// Whose values are asked for.
  fileprivate var label: String? {
    switch subject {
    case .metrics: "__name__"
    case .labelNames: nil
    case .labelValues(let label): label
    }
  }

  /// The matchers, with one for what is typed.
  fileprivate var narrowed: [String] {
    guard let label, !prefix.isEmpty else { return matchers }
    return matchers + [matcher(label, PromQLString.pattern(prefix) + ".*")]
  }

  /// For those that only contain what is typed.
  fileprivate var widened: [String]? {
    label.map { matchers + [matcher($0, "(?i).*" + PromQLString.pattern(prefix) + ".*")] }
  }

  private func matcher(_ label: String, _ pattern: String) -> String {
    PromQLString.label(label) + "=~" + PromQLString.quoted(pattern)
  }
}
