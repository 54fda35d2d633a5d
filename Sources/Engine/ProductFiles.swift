package import Documents
import Metrics

/// Reads the files of products.
package enum ProductFiles {
  /// - Parameter paths: In the order of the settings.
  /// - Returns: Those that could be read, and every error; a product with an error is left out, for
  ///   half of one would send alerts to half of its readers.
  package static func read(_ paths: [String]) -> (products: [Product], errors: [Problem]) {
    var products: [Product] = []
    var errors: [Problem] = []
    for path in paths {
      do throws(Problem) {
        let (product, problems) = ProductDecoder.decode(try Files.read(path), file: path)
        let found = problems.filter { $0.severity == .error }
        guard let product, found.isEmpty else {
          errors += found
          continue
        }
        guard !products.contains(where: { $0.name == product.name }) else {
          errors.append(
            Problem(
              what: "there is a product \"\(ForeignText(product.name).safe)\" already",
              fix: "give each product a name of its own",
              code: "product.name.double",
              file: path
            )
          )
          continue
        }
        products.append(product)
      } catch {
        errors.append(error)
      }
    }
    return (products, errors)
  }
}
