package import Documents

/// Reads the files of products.
package enum ProductFile {
  /// - Returns: The product, nil where anything is wrong with it; and every error.
  package static func read(_ path: String) -> (product: Product?, errors: [Problem]) {
    do throws(Problem) {
      let bytes = try Files.read(path, otherwise: "is it a product?")
      let (product, problems) = ProductDecoder.decode(bytes, file: path)
      let errors = problems.filter { $0.severity == .error }
      return (errors.isEmpty ? product : nil, errors)
    } catch {
      return (nil, [error])
    }
  }

  /// All of them, each with a name of its own.
  package static func read(_ paths: [String]) -> (products: [Product], errors: [Problem]) {
    var (products, errors) = ([Product](), [Problem]())
    for path in paths {
      let (product, problems) = read(path)
      errors += problems
      guard let product else { continue }
      if products.contains(where: { $0.name == product.name }) {
        errors.append(
          Problem(
            what: "there is a product \(product.name) already",
            fix: "give each product a name of its own",
            code: "product.name.double",
            file: path
          )
        )
      }
      products.append(product)
    }
    return (products, errors)
  }
}
