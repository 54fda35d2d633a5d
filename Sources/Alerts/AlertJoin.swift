package import Metrics

/// Finds Prometheus' alerts among those that Alertmanager has.
///
/// Two are the same where all labels of Prometheus' are Alertmanager's, and what Alertmanager's has
/// besides are external labels of the server. `alert_relabel_configs` may break that: then an alert
/// is not found, and nothing is guessed.
package struct AlertJoin {
  private let snapshot: AlertmanagerSnapshot
  private let externalLabels: Labels?
  private let isWhole: Bool
  private let externalNames: Set<String>
  /// Places in the snapshot by the labels without those that may be external.
  private var places: [Labels: [Int]] = [:]
  private let silences: [ForeignText: Silence]

  /// - Parameters:
  ///   - snapshot: What Alertmanager has.
  ///   - externalLabels: What the server adds to each alert it sends; nil where that can't be known.
  ///   - isWhole: Whether every Alertmanager has answered: else a missing alert may be at another.
  package init(_ snapshot: AlertmanagerSnapshot, externalLabels: Labels?, isWhole: Bool) {
    self.snapshot = snapshot
    self.externalLabels = externalLabels
    self.isWhole = isWhole
    let names = Set((externalLabels?.all ?? []).map(\.name.raw))
    externalNames = names
    silences = Dictionary(
      snapshot.silences.map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    for (place, alert) in snapshot.alerts.enumerated() {
      places[alert.labels.dropping(names), default: []].append(place)
    }
  }

  /// Alerts with what Alertmanager says of each, and those that it has from others.
  ///
  /// - Parameters:
  ///   - alerts: Prometheus', pending or firing.
  ///   - ended: Prometheus', resolved; Alertmanager may have one still.
  ///   - now: By the clock of Prometheus.
  /// - Returns: The same alerts in the same order; then Alertmanager's others.
  package func joined(
    _ alerts: [Alert],
    ended: [Alert] = [],
    now: Timestamp
  ) -> (alerts: [Alert], ended: [Alert], foreign: [Alert]) {
    var found: Set<Int> = []
    let joined = alerts.map { alert in
      guard alert.state == .firing else {
        var delivery = Delivery(known: false)
        delivery.labels = sent(alert)
        return alert.with(delivery)
      }
      guard let place = place(of: alert) else {
        var alert = alert
        alert.delivery.labels = sent(alert)
        alert.delivery.known = isWhole && externalLabels != nil ? false : nil
        alert.delivery.isMissing = alert.delivery.known == false && alert.isOverdue(now: now)
        return alert
      }
      found.insert(place)
      return taken(alert, from: snapshot.alerts[place])
    }
    let joinedEnded = ended.map { alert in
      guard let place = place(of: alert) else { return alert }
      found.insert(place)
      let received = snapshot.alerts[place]
      var alert = taken(alert, from: received)
      alert.state = .resolved
      // The history holds none, and here they are filled in.
      if !received.annotations.all.isEmpty { alert.annotations = received.annotations }
      return alert
    }
    let others = snapshot.alerts.enumerated().filter { place, received in
      !found.contains(place) && !mayBeOurs(received, alerts + ended)
    }
    return (
      joined, joinedEnded, others.map { taken(Alert($0.element), from: $0.element) }
    )
  }

  /// Where Alertmanager has it; nil where it hasn't, or where two may be meant.
  private func place(of alert: Alert) -> Int? {
    let candidates = (places[alert.labels.dropping(externalNames)] ?? []).filter {
      isSame(alert.labels, snapshot.alerts[$0].labels)
    }
    guard candidates.count > 1 else { return candidates.first }
    // Sent as a server with these external labels sends it; the other one comes from elsewhere.
    let added = (externalLabels?.all ?? []).filter { alert.labels[$0.name.raw] == nil }
    let sent = Labels(all: alert.labels.all + added)
    return candidates.first { snapshot.alerts[$0].labels == sent }
  }

  /// As Alertmanager will have it; nil while the server's external labels aren't known.
  private func sent(_ alert: Alert) -> Labels? {
    externalLabels.map { external in
      Labels(all: alert.labels.all + external.all.filter { alert.labels[$0.name.raw] == nil })
    }
  }

  private func isSame(_ own: Labels, _ received: Labels) -> Bool {
    let ours = Set(own.all)
    guard ours.isSubset(of: received.all) else { return false }
    let external = Set(externalLabels?.all ?? [])
    return received.all.allSatisfy { ours.contains($0) || external.contains($0) }
  }

  /// While the server's external labels aren't known, an alert with more labels than one of ours
  /// may be that one: it is not called another's.
  private func mayBeOurs(_ received: ReceivedAlert, _ alerts: [Alert]) -> Bool {
    guard externalLabels == nil else { return false }
    return alerts.contains { Set($0.labels.all).isSubset(of: received.labels.all) }
  }

  private func taken(_ alert: Alert, from received: ReceivedAlert) -> Alert {
    var delivery = Delivery(known: true)
    delivery.silencedBy = received.silencedBy.map { silences[$0] ?? Silence(id: $0) }
    delivery.inhibitedBy = received.inhibitedBy
    delivery.mutedBy = received.mutedBy
    delivery.receivers = received.receivers
    delivery.labels = received.labels
    var alert = alert.with(delivery)
    if !received.silencedBy.isEmpty {
      alert.state = .silenced
    } else if !received.inhibitedBy.isEmpty {
      alert.state = .inhibited
    }
    return alert
  }
}

extension Alert {
  fileprivate func with(_ delivery: Delivery) -> Alert {
    var alert = self
    alert.delivery = delivery
    return alert
  }

  /// Whether it has fired for so long that Alertmanager should have it.
  ///
  /// Two evaluations and a minute: what Prometheus sent before it had found Alertmanager is lost,
  /// as after each of its starts, and is sent again a minute later.
  fileprivate func isOverdue(now: Timestamp) -> Bool {
    guard let activeAt else { return false }
    let interval = rule?.interval ?? .zero
    return now - activeAt - (rule?.holdsFor ?? .zero) > interval * 2 + .seconds(60)
  }

  /// One that only Alertmanager has.
  fileprivate init(_ received: ReceivedAlert) {
    self.init(
      name: received.labels["alertname"] ?? "",
      state: .firing,
      labels: received.labels,
      annotations: received.annotations,
      activeAt: received.startsAt,
      value: nil
    )
  }
}
