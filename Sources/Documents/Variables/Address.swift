import Metrics

/// An address that a file and a server have made together, as a line that does nothing but lead
/// there.
enum Address {
  /// Longer ones are cut: no browser takes more for sure.
  static let limit = 4_000

  /// Without line ends, as a browser reads it, with blanks and whatever could hide or change a
  /// terminal percent-encoded; what would be run as a script is `about:blank`, as in Grafana.
  static func safe(_ text: String) -> String {
    var address = ""
    for scalar in text.unicodeScalars.prefix(limit) where !"\n\r\t".unicodeScalars.contains(scalar)
    {
      let character = String(scalar)
      let isShown = !scalar.properties.isWhitespace && ForeignText(character).safe == character
      address += isShown ? character : VariableFormat.percentEncoded(character)
    }
    let start = address.drop { !$0.isASCII || !$0.isLetter }.prefix(12).lowercased()
    let isScript = ["javascript:", "data:", "vbscript:"].contains { start.hasPrefix($0) }
    return isScript ? "about:blank" : address
  }
}
