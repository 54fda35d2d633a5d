package import Metrics

/// Time zones as people write them.
package enum ZoneName {
  /// - Parameters:
  ///   - word: `local`, `utc`, or a name of the time zone database; Grafana's `browser`, `default` and nothing
  ///     at all are `local`.
  ///   - place: What the problem names.
  /// - Returns: Whose clock is meant.
  /// - Throws: That there is no such zone, and which one may have been meant.
  package static func zone(_ word: String, place: String) throws(Problem) -> Zone {
    switch word {
    case "", "local", "browser", "default": return .local
    case "utc", "UTC": return .utc
    default: break
    }
    do throws(ZoneFault) {
      return .named(try ZoneDatabase.zone(word))
    } catch {
      throw problem(word, error, place)
    }
  }

  private static func problem(_ word: String, _ fault: ZoneFault, _ place: String) -> Problem {
    let name = ForeignText(word).safe
    var problem = Problem(
      what: "there is no time zone \"\(name)\"",
      place: place,
      fix: "write local, utc or a name such as Europe/Prague",
      code: "time.zone.unknown"
    )
    switch fault {
    case .unknown:
      if let nearest = nearest(word) { problem.fix = "did you mean \(nearest)?" }
    case .damaged:
      problem.what = "the file of the time zone \"\(name)\" can't be read"
      problem.fix = "reinstall this machine's tzdata"
      problem.code = "time.zone.damaged"
    case .noDatabase:
      problem.what = "this machine knows no time zones, so not \"\(name)\" either"
      problem.fix = "install tzdata, or name its folder in TZDIR"
      problem.code = "time.zone.none"
    }
    return problem
  }

  /// The name most like it, or the one that ends in it: of a zone people remember the city.
  private static func nearest(_ word: String) -> String? {
    let names = ZoneDatabase.names
    let city = "/" + word.lowercased().replacing(" ", with: "_")
    return names.first { $0.lowercased().hasSuffix(city) } ?? Nearest.match(word, among: names)
  }
}
