/// The layouts that the program carries, so that one file is all there is to install.
///
/// `embedInCode` flattens names and gives no list; this is the list, and a test holds it to the
/// folder `layouts`.
package enum ShippedLayouts {
  package static let all: [(name: String, bytes: [UInt8])] = [
    ("overview", PackageResources.overview_json),
    ("uploads", PackageResources.uploads_json),
    ("stages", PackageResources.stages_json),
    ("queues-and-errors", PackageResources.queues_and_errors_json),
    ("prometheus", PackageResources.prometheus_json),
  ]
}

/// The product that the demo simulates.
package enum ShippedProducts {
  package static let catalog: [UInt8] = PackageResources.catalog_json
}
