import FoundationEssentials

/// As OSC 52 carries text.
enum Base64 {
  static func encoded(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
