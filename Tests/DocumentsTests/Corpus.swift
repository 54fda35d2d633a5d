import Documents
import Glibc
import Support
import Testing

/// A folder of real dashboards, that of `PROMWALL_CORPUS`; they are nobody's here to keep.
enum Corpus {
  static let folder = getenv("PROMWALL_CORPUS").map { String(cString: $0) }

  static func files() throws -> [(name: String, bytes: [UInt8])] {
    let folder = try #require(folder)
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".json") { names.append(name) }
    }
    return try names.sorted().map { name in
      (name, Array(try #require(readFile("\(folder)/\(name)")).utf8))
    }
  }
}
