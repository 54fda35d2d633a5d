import Canvas
import Documents
package import Metrics

/// What lies over the dashboard.
package enum Overlay: Sendable {
  case help
  case inspect
  case alerts(AlertsScreen)
  case act(ActScreen)
  /// Text to be handed on.
  case handover(title: String, text: String)
  /// A list to pick from.
  case picker(Picker)

  var showsEnvironments: Bool {
    guard case .picker(let picker) = self else { return false }
    return picker.subject == .environments
  }
}

/// A list that typing filters and Enter picks from.
package struct Picker: Sendable {
  package enum Subject: Hashable, Sendable {
    case environments
    case dashboards
    /// Panels, and the series of each.
    case find
    /// The dashboard's variables.
    case variables
    case ranges
    /// The options of one variable.
    case options(variable: String)
  }

  package var subject: Subject
  package var filter = ""
  package var selected = 0
  /// Of a variable with several values: those marked with Space.
  package var marked: Set<String> = []
  /// Headings whose rows are shown, by their values.
  package var unfolded: Set<String> = []
  /// Only the dashboards of this product.
  package var product: ForeignText?

  package init(_ subject: Subject) { self.subject = subject }
}

/// A line of a picker.
package struct PickerRow: Hashable, Sendable {
  /// What picking it means: a name, a file, a value; raw.
  package var value: String
  package var text: String
  package var detail: [DetailPart] = []
  package var isCurrent = false
  package var isMarked = false
  /// How many headings it stands under.
  package var depth = 0
  /// Of a heading: whether the rows below it are shown.
  package var isUnfolded: Bool?

  package struct DetailPart: Hashable, Sendable {
    package enum Tone: Hashable, Sendable { case plain, dim, good, warning, critical }

    package var text: String
    package var tone: Tone
    package var width: Int
  }
}
