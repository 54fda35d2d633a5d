import Documents
import Metrics
import Testing

struct TicketLabelTests {
  private func label(
    _ alertname: String,
    _ product: String = "catalog",
    _ environment: String = "prod"
  ) -> TicketLabel {
    TicketLabel(
      alertname: ForeignText(alertname),
      product: ForeignText(product),
      environment: ForeignText(environment)
    )
  }

  @Test func itIsWhatATemplateOfAlertmanagersWrites() {
    let plain = label("QueueAboveLimit", "shop-2.a_b")
    #expect(plain.text == "alert-QueueAboveLimit.shop-2.a_b.prod")
    #expect(!plain.isFingerprint)
    #expect("\(plain)" == plain.text)
  }

  @Test(arguments: [
    "", " ", "a b", "a\"b", "a'b", "a\\b", "a/b", "a{b}", "a,b", "a\nb", "a\u{0}b", "a\u{202E}b",
    "é", "a\u{301}", "⣿", "a OR labels = x", "\u{1B}[31m", "a\u{E0041}",
    String(repeating: "a", count: 250),
  ])
  func anythingElseIsAFingerprint(hostile: String) {
    let labels = [label(hostile), label("Queue", hostile), label("Queue", "catalog", hostile)]
    for label in labels {
      #expect(label.isFingerprint)
      #expect(label.text.wholeMatch(of: /alert-[0-9a-f]{16}/) != nil, "\(label)")
    }
    #expect(Set(labels.map(\.text)).count == 3, "each part counts")
    #expect(label(hostile).text == label(hostile).text)
  }

  /// The one that Alertmanager shows for a group of these three labels.
  @Test func theFingerprintIsAlertmanagers() {
    let labels: Labels = ["alertname": "a b", "product": "catalog", "environment": "prod"]
    #expect(label("a b").text == "alert-\(labels.fingerprint)")
  }

  @Test func theLongestIs255() {
    let rest = "alert-.catalog.prod".count
    #expect(!label(String(repeating: "a", count: 255 - rest)).isFingerprint)
    #expect(label(String(repeating: "a", count: 256 - rest)).isFingerprint)
  }
}
