import Canvas
import Documents
import Metrics

/// A word to the reader in the last line, for a while.
struct Flash: Hashable, Sendable {
  var text: String
  var isTrouble: Bool
  var until: Timestamp
}

extension State {
  private static let flashTime = Duration.seconds(8)

  mutating func tell(_ text: String, isTrouble: Bool = false) {
    // A recording's clock tells nothing of how long a viewer has had to read.
    let until = replay == nil ? now + Self.flashTime : Timestamp(milliseconds: .max)
    flash = Flash(text: text, isTrouble: isTrouble, until: until)
  }

  /// What is told at the moment.
  var toldNow: Flash? { flash.flatMap { $0.until > now ? $0 : nil } }

  /// Saves the screen as it stands.
  mutating func savePicture() -> [Effect] {
    guard !isReadOnly else {
      tell("nothing is saved: this session may only look", isTrouble: true)
      return []
    }
    var canvas = Canvas(size: size)
    draw(on: &canvas)
    let civil = zone.civil(now)
    let time = "\(civil.date) \(civil.clockWithSeconds) \(civil.abbreviation)"
    let title = ForeignText(dashboard.title).safe
    let names = views.map { ForeignText($0.environment.name).safe }.joined(separator: ", ")
    let picture = canvas.svg(
      title: "\(title), \(names)",
      description: "\(time)\n\(canvas.text())",
      theme: look.theme
    )
    let stamp = "\(civil.date)-\(civil.clockWithSeconds)".replacing(":", with: "")
    return [.save(name: "promwall-\(Self.slug(title))-\(stamp).svg", text: picture)]
  }

  /// Lower case letters, digits and single hyphens.
  private static func slug(_ title: String) -> String {
    let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let slug = words.joined(separator: "-")
    return slug.isEmpty ? "dashboard" : String(slug.prefix(40))
  }
}
