import Documents
import Metrics

extension Transformation {
  /// The frames after this change; one that isn't known changes nothing.
  func applied(to frames: [DataFrame]) -> [DataFrame] { frames }
}
