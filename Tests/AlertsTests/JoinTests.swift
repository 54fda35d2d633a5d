import Alerts
import Metrics
import Testing

@Suite struct JoinTests {
  private let now = Timestamp(seconds: 1_795_539_761)

  private func alert(
    _ labels: Labels,
    _ state: Alert.State = .firing,
    age: Duration = .minutes(10),
    rule: AlertRule? = AlertRule(expression: "x > 1", interval: .seconds(15), holdsFor: .zero)
  ) -> Alert {
    var alert = Alert(
      name: labels["alertname"] ?? "",
      state: state,
      labels: labels,
      annotations: [:],
      activeAt: now - age,
      value: 1
    )
    alert.rule = rule
    return alert
  }

  private func join(
    _ alerts: [Alert],
    _ received: [ReceivedAlert],
    ended: [Alert] = [],
    silences: [Silence] = [],
    external: Labels? = [:],
    isWhole: Bool = true
  ) -> (alerts: [Alert], ended: [Alert], foreign: [Alert]) {
    AlertJoin(
      AlertmanagerSnapshot(alerts: received, silences: silences),
      externalLabels: external,
      isWhole: isWhole
    ).joined(alerts, ended: ended, now: now)
  }

  private let queue: Labels = ["alertname": "Queue", "queue": "orders"]

  /// Own labels, external labels (nil: not known), those that Alertmanager has, whether it is one.
  @Test(
    arguments: [
      (["alertname": "A"], [:], ["alertname": "A"], true),
      (["alertname": "A"], ["env": "prod"], ["alertname": "A", "env": "prod"], true),
      // alert_relabel_configs often drop a replica's own label.
      (
        ["alertname": "A"], ["env": "prod", "replica": "1"], ["alertname": "A", "env": "prod"], true
      ),
      (["alertname": "A"], ["env": "prod"], ["alertname": "A", "env": "stage"], false),
      (["alertname": "A"], [:], ["alertname": "A", "queue": "x"], false),
      (["alertname": "A", "queue": "x"], [:], ["alertname": "A"], false),
      (["alertname": "A"], [:], ["alertname": "B"], false),
      // An external label that the alert has itself stays the alert's.
      (["alertname": "A", "env": "x"], ["env": "prod"], ["alertname": "A", "env": "x"], true),
      (["alertname": "A", "env": "x"], ["env": "prod"], ["alertname": "A", "env": "prod"], false),
      (["alertname": "A"], nil, ["alertname": "A"], true),
    ] as [(Labels, Labels?, Labels, Bool)]
  )
  func whatIsTheSame(own: Labels, external: Labels?, received: Labels, isSame: Bool) {
    let (alerts, _, foreign) = join(
      [alert(own)],
      [ReceivedAlert(labels: received)],
      external: external
    )
    #expect(alerts[0].delivery.known == isSame)
    #expect(foreign.count == (isSame ? 0 : 1))
  }

  @Test func withoutTheExternalLabelsNothingIsGuessed() {
    let received = ReceivedAlert(labels: ["alertname": "Queue", "queue": "orders", "env": "prod"])
    let (alerts, _, foreign) = join([alert(queue)], [received], external: nil)
    #expect(alerts[0].delivery.known == nil)
    #expect(!alerts[0].delivery.isMissing)
    #expect(alerts[0].state == .firing)
    #expect(foreign.isEmpty, "it may be ours")
  }

  @Test func ofTwoThatFitTheOneWithAllExternalLabelsIsOurs() {
    let plain = ReceivedAlert(labels: queue, silencedBy: ["s1"])
    let ours = ReceivedAlert(labels: ["alertname": "Queue", "queue": "orders", "env": "prod"])
    let (alerts, _, foreign) = join([alert(queue)], [plain, ours], external: ["env": "prod"])
    #expect(alerts[0].state == .firing, "another server's is silenced")
    #expect(alerts[0].delivery.labels == ours.labels)
    #expect(foreign.map(\.state) == [.silenced])
  }

  @Test func silencedAndInhibited() {
    let silence = Silence(id: "s1", createdBy: "anna", comment: "restarted")
    var received = ReceivedAlert(labels: queue, silencedBy: ["s1", "s2"], inhibitedBy: ["f1"])
    received.receivers = ["slack"]
    var (alerts, _, _) = join([alert(queue)], [received], silences: [silence])
    #expect(alerts[0].state == .silenced)
    #expect(alerts[0].delivery.silencedBy == [silence, Silence(id: "s2")])
    #expect(alerts[0].delivery.receivers == ["slack"])
    (alerts, _, _) = join([alert(queue)], [ReceivedAlert(labels: queue, inhibitedBy: ["f1"])])
    #expect(alerts[0].state == .inhibited)
    // Pending alerts are not sent; one that Alertmanager still has from before stays pending.
    (alerts, _, _) = join([alert(queue, .pending)], [received], silences: [silence])
    #expect(alerts[0].state == .pending)
    #expect(alerts[0].delivery.known == false)
    #expect(!alerts[0].delivery.isMissing)
  }

  /// How long it fires, its rule's own wait and interval, whether all answered; is it missing.
  @Test(arguments: [
    (91, 0, 15, true, true), (90, 0, 15, true, false), (91, 10, 15, true, false),
    (180, 0, 60, true, false), (181, 0, 60, true, true), (600, 0, 15, false, false),
  ])
  func whatShouldBeThereAndIsNot(
    age: Int,
    holds: Int,
    interval: Int,
    isWhole: Bool,
    isMissing: Bool
  ) {
    let rule = AlertRule(
      expression: "x",
      interval: .seconds(interval),
      holdsFor: .seconds(holds)
    )
    let (alerts, _, _) = join(
      [alert(queue, age: .seconds(age), rule: rule)],
      [],
      isWhole: isWhole
    )
    #expect(alerts[0].delivery.isMissing == isMissing)
    #expect(alerts[0].delivery.known == (isWhole ? false : nil))
    #expect(alerts[0].state == .firing)
  }

  @Test func severalAlertmanagersAreOneList() {
    let one = AlertmanagerSnapshot(
      alerts: [ReceivedAlert(labels: queue, silencedBy: ["s1"], receivers: ["slack"])],
      silences: [Silence(id: "s1")]
    )
    var other = one
    // A cluster.
    #expect(AlertmanagerSnapshot.union([one, other]) == one)
    // Independent ones: the other tells people all the same.
    other.alerts[0].silencedBy = []
    other.alerts[0].receivers = ["pager"]
    other.alerts.append(ReceivedAlert(labels: ["alertname": "B"]))
    other.silences = [Silence(id: "s2")]
    let whole = AlertmanagerSnapshot.union([one, other])
    #expect(whole.alerts.count == 2)
    #expect(whole.alerts[0].silencedBy == [])
    #expect(whole.alerts[0].receivers == ["slack", "pager"])
    #expect(whole.silences.map(\.id) == ["s1", "s2"])
    other.alerts[0].inhibitedBy = ["f1"]
    let quiet = AlertmanagerSnapshot.union([one, other]).alerts[0]
    #expect(quiet.silencedBy == ["s1"])
    #expect(quiet.inhibitedBy == ["f1"])
  }

  @Test func aThousandAlertsOfOneNameAreFoundAtOnce() {
    let labels = (0..<1_000).map { Labels([("alertname", "A"), ("n", "\($0)")]) }
    let received = labels.map {
      ReceivedAlert(labels: Labels(all: $0.all + [.init(name: "e", value: "x")]))
    }
    let (alerts, _, foreign) = join(labels.map { alert($0) }, received, external: ["e": "x"])
    #expect(alerts.allSatisfy { $0.delivery.known == true })
    #expect(foreign.isEmpty)
  }

  /// Alertmanager keeps an alert for a while that Prometheus fires no more.
  @Test func whatHasEndedIsNotAnothersAndHasItsWords() {
    var over = alert(queue)
    over.endsAt = now
    over.state = .resolved
    let labels = Labels(all: queue.all + [.init(name: "env", value: "prod")])
    let received = ReceivedAlert(
      labels: labels,
      annotations: ["summary": "73 wait"],
      silencedBy: ["s1"]
    )
    let joined = join(
      [],
      [received],
      ended: [over, alert(["alertname": "B"])],
      external: ["env": "prod"]
    )
    #expect(joined.foreign.isEmpty)
    #expect(joined.ended[0].annotations == ["summary": "73 wait"])
    #expect(joined.ended[0].state == .resolved)
    #expect(joined.ended[0].delivery.known == true)
    #expect(joined.ended[0].delivery.labels == labels)
    #expect(joined.ended[1].delivery.known == nil)
  }
}
