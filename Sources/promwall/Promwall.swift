import ArgumentParser

@main
struct Promwall: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promwall",
    abstract: "Prometheus dashboards and alerts in a terminal: over SSH, on a wall, in a script.",
    discussion: """
      Try it:  promwall demo
      Watch:   promwall --prometheus http://localhost:9090
               promwall my-grafana-dashboard.json --prometheus http://localhost:9090
      """,
    version: "promwall 0.1.0",
    subcommands: [
      Watch.self, DemoCommand.self, Render.self, Check.self, QueryCommand.self,
      EnvironmentsCommand.self,
    ],
    defaultSubcommand: Watch.self
  )
}
