package import Documents
package import Metrics

/// What a dashboard's annotations ask at one refresh, and the events that the answers tell.
///
/// Source: Grafana's datasource of Prometheus, `annotations.ts`.
package struct AnnotationPlan: Hashable, Sendable {
  package struct Ask: Hashable, Sendable {
    /// Which of the dashboard's annotations.
    package var place: Int
    package var query: Query
    /// Samples not further apart are one event.
    var step: Duration
    /// With variables filled in.
    var annotation: AnnotationQuery
  }

  package private(set) var asks: [Ask] = []

  /// Of one query.
  private static let mostPoints = 1_000
  private static let mostEvents = 500

  /// - Parameters:
  ///   - annotations: The dashboard's.
  ///   - shown: Which of them are asked, by place.
  ///   - context: The range is the dashboard's.
  package init(_ annotations: [AnnotationQuery], shown: Set<Int>, context: PlanContext) {
    for place in annotations.indices where shown.contains(place) {
      var annotation = annotations[place]
      let plain = Self.names(.seconds(60), context)
      let least = annotation.step.map(plain.text).flatMap { Duration(promQL: $0) } ?? .seconds(60)
      let step = StepRule.step(
        range: context.range.length,
        points: Self.mostPoints,
        minimum: max(least, .seconds(1))
      )
      let names = Self.names(step, context)
      annotation.name = names.text(annotation.name)
      annotation.titleFormat = annotation.titleFormat.map(names.text)
      annotation.textFormat = annotation.textFormat.map(names.text)
      let range = TimeRange(
        start: context.range.start.floored(to: step),
        end: context.range.end.floored(to: step)
      )
      let expression = names.query(annotation.expression)
      let query = Query(expression, .range(range, step: step))
      asks.append(Ask(place: place, query: query, step: step, annotation: annotation))
    }
  }

  private static func names(_ step: Duration, _ context: PlanContext) -> Interpolation {
    context.variables.interpolation(
      BuiltIns(interval: step, rateInterval: step * 4, range: context.range, zone: context.zone)
    )
  }

  /// - Parameter answers: One for each of `asks`, in the same order.
  /// - Returns: By the annotation's place among the dashboard's, the earliest first.
  package func events(_ answers: [Answer]) -> [Int: [Annotation]] {
    var events: [Int: [Annotation]] = [:]
    for (ask, answer) in zip(asks, answers) {
      let found = answer.series.flatMap { Self.events(of: $0, ask) }
      events[ask.place] = Array(
        found.sorted { $0.range.start < $1.range.start }.suffix(Self.mostEvents)
      )
    }
    return events
  }

  /// Every sample above 0 is an event; neighbours are one that lasts.
  private static func events(of series: Series, _ ask: Ask) -> [Annotation] {
    let annotation = ask.annotation
    let moments: [Int64] = zip(series.timestamps, series.values).compactMap { time, value in
      guard annotation.usesValueForTime else { return value > 0 ? time : nil }
      return value.isFinite && abs(value) < 8.64e15 ? Int64(value.rounded(.down)) : nil
    }
    var events: [Annotation] = []
    for moment in moments.sorted() {
      let time = Timestamp(milliseconds: moment)
      if let last = events.last, time - last.range.end <= ask.step {
        events[events.count - 1].range.end = time
      } else {
        events.append(event(at: time, series.labels, annotation))
      }
    }
    return events
  }

  private static func event(
    at time: Timestamp,
    _ labels: Labels,
    _ annotation: AnnotationQuery
  ) -> Annotation {
    let title = annotation.titleFormat.map { filled($0, labels) } ?? ""
    return Annotation(
      range: TimeRange(start: time, end: time),
      title: ForeignText(title.isEmpty ? annotation.name : title),
      text: ForeignText(annotation.textFormat.map { filled($0, labels) } ?? ""),
      tags: annotation.tagKeys.compactMap { labels[$0] },
      color: annotation.color
    )
  }

  /// `{{label}}` replaced by the label's value, an unknown label by nothing.
  private static func filled(_ format: String, _ labels: Labels) -> String {
    var text = ""
    var rest = format[...]
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      text += rest[..<open.lowerBound]
      let name = rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace }
      text += labels[name]?.raw ?? ""
      rest = rest[close.upperBound...]
    }
    return text + rest
  }
}
