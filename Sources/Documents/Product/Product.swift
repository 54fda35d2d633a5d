/// One definition of a product: who owns it, where its alerts go, and its conditions.
///
/// What Prometheus and Alertmanager read is generated from it, tickets and posts follow it, and
/// panels draw its thresholds. Secrets are not in it, only the names of their files.
package struct Product: Hashable, Sendable {
  /// The value of the label `product`, such as `catalog`.
  package var name: String
  package var title: String
  package var team: String?
  /// The values of the label `environment` that it runs in, in the order of the file.
  package var environments: [String]
  /// The customers who may see it.
  package var visibleTo: [String]
  /// Names of the layouts that show it.
  package var layouts: [String]
  package var slack: Slack?
  package var jira: Jira?
  package var conditions: [Condition]

  package init(
    name: String,
    title: String? = nil,
    team: String? = nil,
    environments: [String] = [],
    visibleTo: [String] = [],
    layouts: [String] = [],
    slack: Slack? = nil,
    jira: Jira? = nil,
    conditions: [Condition] = []
  ) {
    self.name = name
    self.title = title ?? name
    self.team = team
    self.environments = environments
    self.visibleTo = visibleTo
    self.layouts = layouts
    self.slack = slack
    self.jira = jira
    self.conditions = conditions
  }
}

extension Product {
  /// Where its alerts are told.
  package struct Slack: Hashable, Sendable {
    /// The team's, support's and the customer's, for every environment that has none of its own.
    package var channel: Channel
    /// Of environments that are told elsewhere, such as a test channel.
    package var environments: [String: Channel]
    /// Told besides.
    package var customers: [CustomerChannel]

    package init(
      channel: Channel,
      environments: [String: Channel] = [:],
      customers: [CustomerChannel] = []
    ) {
      self.channel = channel
      self.environments = environments
      self.customers = customers
    }

    package func channel(in environment: String) -> Channel {
      environments[environment] ?? channel
    }
  }

  /// A channel of Slack and its incoming webhook.
  package struct Channel: Hashable, Sendable {
    /// Such as `#catalog-alerts`; for people, because a webhook has its channel fixed.
    package var name: String
    /// Absolute; its whole text is the webhook's address, which is a secret.
    package var webhookFile: String

    package init(name: String, webhookFile: String) {
      self.name = name
      self.webhookFile = webhookFile
    }
  }

  package struct CustomerChannel: Hashable, Sendable {
    package var customer: String
    package var channel: Channel
    package var environments: [String]
    /// Empty where all severities are told.
    package var severities: [String]

    package init(
      customer: String,
      channel: Channel,
      environments: [String],
      severities: [String] = []
    ) {
      self.customer = customer
      self.channel = channel
      self.environments = environments
      self.severities = severities
    }
  }

  /// Where its tickets are.
  package struct Jira: Hashable, Sendable {
    /// Alertmanager's `api_type`.
    package enum APIType: String, Hashable, Sendable, CaseIterable { case cloud, datacenter }

    /// Its address has no path of the API's: `https://example.atlassian.net`.
    package var server: Connection
    package var apiType: APIType
    package var project: String
    package var kinds: [Ticket.Kind: Ticket]

    package init(
      server: Connection,
      apiType: APIType,
      project: String,
      kinds: [Ticket.Kind: Ticket]
    ) {
      self.server = server
      self.apiType = apiType
      self.project = project
      self.kinds = kinds
    }

    /// How tickets of a kind are made; where the file says nothing, tasks without a priority.
    package func ticket(_ kind: Ticket.Kind) -> Ticket { kinds[kind] ?? Ticket() }
  }

  package struct Ticket: Hashable, Sendable {
    /// What support makes of an alert: something to do at once, a new bug, or a condition to tune.
    package enum Kind: String, Hashable, Sendable, CaseIterable { case urgent, bug, adjust }

    /// Instead of the product's.
    package var project: String?
    package var issueType: String
    package var priority: String?
    /// Besides those that promwall sets.
    package var labels: [String]
    /// By Jira's own names, such as `components` or `customfield_10010`, sent as they stand.
    package var fields: [JSON.Member]

    package init(
      project: String? = nil,
      issueType: String = "Task",
      priority: String? = nil,
      labels: [String] = [],
      fields: [JSON.Member] = []
    ) {
      self.project = project
      self.issueType = issueType
      self.priority = priority
      self.labels = labels
      self.fields = fields
    }
  }

  /// When somebody has to look.
  package struct Condition: Hashable, Sendable {
    package enum Measure: Hashable, Sendable {
      /// PromQL, compared as it is.
      case expression(String)
      /// How many were counted within a window: a selector of counters, and by which labels.
      ///
      /// What is generated from it is safe for the first count ever, when there is no earlier
      /// sample to increase from.
      case count(selector: String, by: [String], window: Duration)
    }

    /// Which side of the threshold is trouble.
    package enum Side: String, Hashable, Sendable, CaseIterable { case above, below }

    /// The rule's `alert`.
    package var name: String
    package var measure: Measure
    package var side: Side
    package var threshold: Double
    package var `for`: Duration
    package var keepFiringFor: Duration
    package var severity: String
    /// A template of Prometheus' for the annotation `summary`.
    package var summary: String?
    /// An address.
    package var runbook: String?
    /// The title of the panel that shows it.
    package var panel: String?
    /// No series means 0 while this answers, as in layouts.
    package var zeroWhile: String?
    /// The kind of the ticket that is made by itself; nil where none is.
    package var ticket: Ticket.Kind?
    /// Labels that a silence of it names besides alertname, product and environment.
    package var silenceBy: [String]
    /// More labels of the rule.
    package var labels: [String: String]
    /// Where it stands in the file.
    package var position: SourcePosition?

    package init(
      name: String,
      measure: Measure,
      side: Side,
      threshold: Double,
      for wait: Duration = .zero,
      keepFiringFor: Duration = .zero,
      severity: String = "warning",
      summary: String? = nil,
      runbook: String? = nil,
      panel: String? = nil,
      zeroWhile: String? = nil,
      ticket: Ticket.Kind? = nil,
      silenceBy: [String] = [],
      labels: [String: String] = [:],
      position: SourcePosition? = nil
    ) {
      self.name = name
      self.measure = measure
      self.side = side
      self.threshold = threshold
      self.for = wait
      self.keepFiringFor = keepFiringFor
      self.severity = severity
      self.summary = summary
      self.runbook = runbook
      self.panel = panel
      self.zeroWhile = zeroWhile
      self.ticket = ticket
      self.silenceBy = silenceBy
      self.labels = labels
      self.position = position
    }
  }
}
