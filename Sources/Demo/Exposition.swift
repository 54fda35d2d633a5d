package import Metrics

/// The story as text that Prometheus reads.
package enum Exposition {
  /// What a scrape at this moment gets (text format 0.0.4).
  package static func scrape(_ story: Story, at moment: Timestamp) -> String {
    var text = ""
    story.samples(at: [moment]) { series, values in
      guard let value = values.first ?? nil else { return }
      text += "\(series) \(number(value))\n"
    }
    return text
  }

  /// The 24 hours before the origin as OpenMetrics, for `promtool tsdb create-blocks-from`.
  ///
  /// Samples lie on the grid of 15 seconds, and have the labels that the live scrape will have.
  ///
  /// - Parameters:
  ///   - story: What has happened.
  ///   - emit: Called with the text of one series after another: the whole is 26 MB.
  package static func history(_ story: Story, emit: (String) -> Void) {
    let step = Story.scrape.milliseconds
    let start = story.origin - Story.history
    let count = Int(Story.history.milliseconds / step)
    let moments = (0..<count).map { start + .milliseconds(Int64($0) * step) }
    let times = moments.map { String($0.milliseconds / 1_000) }
    let isUp = moments.map { story.isUp($0) }
    story.samples(at: moments) { series, values in
      let name = labelled(series)
      var text = ""
      for index in moments.indices where isUp[index] {
        guard let value = values[index] else { continue }
        text += name
        text += number(value)
        text += " "
        text += times[index]
        text += "\n"
      }
      emit(text)
    }
    var text = ""
    for index in moments.indices {
      text += "up{job=\"catalog\",instance=\"catalog-1\"} \(isUp[index] ? 1 : 0) \(times[index])\n"
    }
    emit(text + "# EOF\n")
  }

  /// With the labels that scraping adds, and the space before the value.
  private static func labelled(_ series: String) -> String {
    series.dropLast() + ",job=\"catalog\",instance=\"catalog-1\"} "
  }

  private static func number(_ value: Double) -> String {
    Int64(exactly: value).map { String($0) } ?? String(value)
  }
}
