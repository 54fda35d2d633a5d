/// Alertmanager's receivers of a product, and which alerts they get.
package struct Receivers: Sendable {
  enum Kind: Hashable, Sendable {
    case slack(Product.Channel)
    case ticket(Product.Ticket.Kind)
  }

  struct Receiver: Hashable, Sendable {
    var name: String
    var kind: Kind
  }

  /// Where alerts go that are nobody's.
  static let fallback = "fallback"

  private let product: Product
  /// In the order of `slack.customers`.
  private(set) var customers: [Receiver] = []
  /// Environments that are told elsewhere, in the product's order, with where.
  private(set) var environments: [(name: String, receiver: Receiver)] = []
  /// Of the kinds that conditions ask for, in the order of the kinds.
  private(set) var tickets: [(kind: Product.Ticket.Kind, receiver: Receiver)] = []
  /// The product's own; nil where it has no Slack.
  private(set) var main: Receiver?

  package init(_ product: Product) {
    self.product = product
    let slack = product.slack
    main = slack.map { Receiver(name: "\(product.name)/slack", kind: .slack($0.channel)) }
    for name in product.environments {
      guard let channel = slack?.environments[name] else { continue }
      let receiver = Receiver(
        name: "\(product.name)/slack/\(Self.plain(name))",
        kind: .slack(channel)
      )
      environments.append((name, receiver))
    }
    var count: [String: Int] = [:]
    for entry in slack?.customers ?? [] {
      count[entry.customer, default: 0] += 1
      let number = count[entry.customer].flatMap { $0 > 1 ? "/\($0)" : nil } ?? ""
      let receiver = Receiver(
        name: "\(product.name)/customer/\(Self.plain(entry.customer))\(number)",
        kind: .slack(entry.channel)
      )
      customers.append(receiver)
    }
    for kind in Product.Ticket.Kind.allCases
    where product.jira != nil && product.conditions.contains(where: { $0.ticket == kind }) {
      tickets.append(
        (kind, Receiver(name: "\(product.name)/jira/\(kind.rawValue)", kind: .ticket(kind)))
      )
    }
  }

  var all: [Receiver] {
    [main].compactMap { $0 } + environments.map(\.receiver) + customers + tickets.map(\.receiver)
  }

  /// amtool takes a list of receivers between commas.
  private static func plain(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { scalar in
          let isPlain = scalar.isASCII && Character(scalar).isPartOfName && scalar != ":"
          return isPlain || scalar == "-" || scalar == "." ? scalar : "-"
        }
      )
    )
  }

  /// Who gets an alert, in the order of the routes: told by the product's own words, and not by the
  /// routes, whose test it is.
  package func names(
    environment: String?,
    severity: String,
    ticket: Product.Ticket.Kind?
  ) -> [String] {
    var names = zip(product.slack?.customers ?? [], customers).filter { entry, _ in
      environment.map(entry.environments.contains) ?? false
        && (entry.severities.isEmpty || entry.severities.contains(severity))
    }.map(\.1.name)
    if let own = environments.first(where: { $0.name == environment }) {
      return names + [own.receiver.name]
    }
    names += tickets.filter { $0.kind == ticket }.map(\.receiver.name)
    return names + [main?.name ?? Self.fallback]
  }
}
