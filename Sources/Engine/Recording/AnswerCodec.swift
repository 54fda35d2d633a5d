import Documents
import Metrics

/// Answers as they stand in recordings: text as it came, numbers to the last bit.
extension PackedWriter {
  mutating func foreign(_ value: ForeignText) { text(value.raw) }

  mutating func labels(_ value: Labels) {
    list(value.all) {
      $0.foreign($1.name)
      $0.foreign($1.value)
    }
  }

  mutating func answer(_ value: Answer) {
    moment(value.at)
    span(value.took)
    count(value.bytes)
    optional(value.truncatedFrom) { $0.count($1) }
    list(value.warnings) { $0.foreign($1) }
    list(value.infos) { $0.foreign($1) }
    list(value.series) { $0.series($1) }
  }

  private mutating func series(_ value: Series) {
    labels(value.labels)
    times(value.timestamps)
    numbers(value.values)
    list(value.histograms) { writer, sample in
      writer.moment(sample.time)
      writer.number(sample.count)
      writer.number(sample.sum)
      writer.list(sample.buckets) {
        $0.signed(Int64($1.boundaries))
        $0.number($1.lower)
        $0.number($1.upper)
        $0.number($1.count)
      }
    }
  }

  mutating func alert(_ value: Alert) {
    foreign(value.name)
    text(value.state.rawValue)
    labels(value.labels)
    labels(value.annotations)
    optional(value.activeAt) { $0.moment($1) }
    optional(value.value) { $0.number($1) }
  }

  mutating func blind(_ value: BlindRule) {
    foreign(value.name)
    switch value.reason {
    case .notEvaluated: byte(0)
    case .failing(let error):
      byte(1)
      foreign(error)
    case .late(let age):
      byte(2)
      span(age)
    }
  }

  mutating func problem(_ value: Problem) {
    for part in [value.what, value.place, value.fix, value.code] { text(part) }
    flag(value.severity == .error)
    optional(value.excerpt) { $0.text($1) }
    optional(value.retryAfter) { $0.span($1) }
  }
}

extension PackedReader {
  mutating func foreign() throws(Damage) -> ForeignText { ForeignText(try text()) }

  mutating func labels() throws(Damage) -> Labels {
    Labels(
      all: try list { (reader) throws(Damage) in
        Labels.Label(name: try reader.foreign(), value: try reader.foreign())
      }
    )
  }

  mutating func answer() throws(Damage) -> Answer {
    let at = try moment()
    let took = try span()
    guard let bytes = Int(exactly: try whole()) else { throw Damage() }
    let truncatedFrom = try optional { (reader) throws(Damage) -> Int in
      guard let count = Int(exactly: try reader.whole()) else { throw Damage() }
      return count
    }
    let warnings = try list { (reader) throws(Damage) in try reader.foreign() }
    let infos = try list { (reader) throws(Damage) in try reader.foreign() }
    return Answer(
      series: try list { (reader) throws(Damage) in try reader.series() },
      warnings: warnings,
      infos: infos,
      at: at,
      bytes: bytes,
      took: took,
      truncatedFrom: truncatedFrom
    )
  }

  private mutating func series() throws(Damage) -> Series {
    let labels = try labels()
    let times = try times()
    let values = try numbers(times.count)
    let histograms = try list { (reader) throws(Damage) in
      HistogramSample(
        time: try reader.moment(),
        count: try reader.number(),
        sum: try reader.number(),
        buckets: try reader.list { (reader) throws(Damage) in
          guard let boundaries = Int(exactly: try reader.signed()) else { throw Damage() }
          return HistogramSample.Bucket(
            boundaries: boundaries,
            lower: try reader.number(),
            upper: try reader.number(),
            count: try reader.number()
          )
        }
      )
    }
    return Series(labels: labels, timestamps: times, values: values, histograms: histograms)
  }

  mutating func alert() throws(Damage) -> Alert {
    let name = try foreign()
    guard let state = Alert.State(rawValue: try text()) else { throw Damage() }
    return Alert(
      name: name,
      state: state,
      labels: try labels(),
      annotations: try labels(),
      activeAt: try optional { (reader) throws(Damage) in try reader.moment() },
      value: try optional { (reader) throws(Damage) in try reader.number() }
    )
  }

  mutating func blind() throws(Damage) -> BlindRule {
    let name = try foreign()
    switch try byte() {
    case 0: return BlindRule(name: name, reason: .notEvaluated)
    case 1: return BlindRule(name: name, reason: .failing(try foreign()))
    case 2: return BlindRule(name: name, reason: .late(try span()))
    default: throw Damage()
    }
  }

  mutating func problem() throws(Damage) -> Problem {
    var problem = Problem(
      what: try text(),
      place: try text(),
      fix: try text(),
      code: try text()
    )
    problem.severity = try flag() ? .error : .warning
    problem.excerpt = try optional { (reader) throws(Damage) in try reader.text() }
    problem.retryAfter = try optional { (reader) throws(Damage) in try reader.span() }
    return problem
  }
}
