import Documents
package import Metrics

/// What `z` goes through.
enum ZoneChoice: Hashable, Sendable {
  /// What the command line said, else the file.
  case given
  case dashboard
  /// The viewer's own.
  case viewer
  case utc
}

extension State {
  /// Whose clock tells every time on the screen, and whose days and hours are meant.
  package var zone: Zone { zone(of: zoneChoice ?? .given) }

  private func zone(of choice: ZoneChoice) -> Zone {
    switch choice {
    case .given: timezone ?? dashboard.zone ?? look.zone
    case .dashboard: dashboard.zone ?? look.zone
    case .viewer: look.zone
    case .utc: .utc
    }
  }

  /// To the next clock that is another one.
  mutating func changeZone() -> [Effect] {
    var choices: [ZoneChoice] = []
    for choice in [ZoneChoice.given, .dashboard, .viewer, .utc]
    where !choices.contains(where: { zone(of: $0) == zone(of: choice) }) {
      choices.append(choice)
    }
    let here = choices.firstIndex { zone(of: $0) == zone } ?? 0
    guard choices.count > 1 else {
      tell("all clocks here are the same")
      return []
    }
    zoneChoice = choices[(here + 1) % choices.count]
    switch zone {
    case .local: tell("times are local")
    case .utc: tell("times are UTC")
    case .named(let zone): tell("times are those of \(zone.name)")
    }
    // Days begin elsewhere now, and bars of an hour may too.
    return askAnew()
  }
}
