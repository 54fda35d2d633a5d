package import Metrics

/// The label in Jira by which all who make tickets of an alert find the one that is open:
/// `alert-<alertname>.<product>.<environment>`.
///
/// Alertmanager's own `jira_configs` can write the same from its group's labels. Where one of the
/// three holds anything but letters, digits, `_`, `.` and `-`, or all are too long for Jira, it is
/// `alert-` and the sixteen hexadecimal digits of Alertmanager's fingerprint of the three.
package struct TicketLabel: Hashable, Sendable, CustomStringConvertible {
  package let alertname: ForeignText
  package let product: ForeignText
  package let environment: ForeignText
  /// Of letters, digits, `_`, `.` and `-` alone, at most 255 of them.
  package let text: String
  /// Whether it is the fingerprint: no template of Alertmanager's can write that.
  package let isFingerprint: Bool

  package init(alertname: ForeignText, product: ForeignText, environment: ForeignText) {
    self.alertname = alertname
    self.product = product
    self.environment = environment
    // The safe form of a text of these characters is the text.
    let plain = "alert-\(alertname.safe).\(product.safe).\(environment.safe)"
    let isPlain =
      plain.utf8.count <= Self.mostCharacters && plain.utf8.allSatisfy(Self.isPlain)
      && ![alertname, product, environment].contains { $0.isEmpty }
    isFingerprint = !isPlain
    let names = ["alertname", "environment", "product"].map { ForeignText($0) }
    let labels = Labels(
      all: zip(names, [alertname, environment, product]).map {
        Labels.Label(name: $0, value: $1)
      }
    )
    text = isPlain ? plain : "alert-\(labels.fingerprint)"
  }

  package var description: String { text }

  /// Jira's limit.
  private static let mostCharacters = 255

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
