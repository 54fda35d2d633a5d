import Documents
import Metrics
import Panels

/// What a colleague types to see the same.
extension State {
  /// The command line of this view, quoted for a shell.
  package var commandLine: String {
    if let replay {
      // Not before what is shown: the last answers may have come within this second.
      let moment = Self.written(replay.position.ceiled(to: .seconds(1)))
      let words = ["promwall", "replay", replay.file, "--at", moment]
      return words.map(Self.quoted).joined(separator: " ")
    }
    var words = ["promwall", dashboard.file]
    for view in views {
      let environment = view.environment
      if let url = adHocURLs[environment.name] {
        words += ["--prometheus", url]
      } else {
        words += ["-e", environment.name]
      }
    }
    if from != dashboard.from || to != dashboard.to {
      words += ["--from", from]
      if to != "now" { words += ["--to", to] }
    }
    if zone != dashboard.zone ?? look.zone { words += ["--timezone", zone.word] }
    for (name, values) in chosen.sorted(by: { $0.key < $1.key }) {
      for value in values { words += ["--var", "\(name)=\(value)"] }
    }
    if let refresh { words += ["--refresh", refresh.promQL] }
    return words.map(Self.quoted).joined(separator: " ")
  }

  /// One word for a POSIX shell; what could change a terminal or hide is written as its code, so
  /// that pasting a hostile value is as harmless as reading it.
  static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./:=,+@%".utf8.contains(byte)
      }
    }
    guard !plain || word.isEmpty else { return word }
    guard ForeignText(word).safe != word else {
      return "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
    var text = "$'"
    for byte in word.utf8 {
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"):
        text += "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7F: text += String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16)
        text += "\\x" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return text + "'"
  }

  /// Shows it and hands it to the terminal's clipboard.
  mutating func copyCommandLine() -> [Effect] {
    let line = commandLine
    overlay = .handover(title: "This view as a command line", text: line)
    overlayScroll = 0
    return [.copy(line)]
  }

  /// The panel's query, raw, as it was asked.
  mutating func copyQuery() -> [Effect] {
    guard let query = focused?.plan?.asks.first?.query.expression else { return [] }
    tell("copied, if the terminal takes it: \(ForeignText(query).safe)")
    return [.copy(query)]
  }
}
