/// What the demo's Prometheus and Alertmanager are told.
enum DemoFiles {
  static func prometheus(port: Int, exporterPort: Int, alertmanagerPort: Int) -> String {
    """
    global: { scrape_interval: 15s, evaluation_interval: 5s }
    rule_files: ["rules.yml"]
    alerting:
      alertmanagers:
        - static_configs: [{ targets: ["127.0.0.1:\(alertmanagerPort)"] }]
    scrape_configs:
      - job_name: catalog
        static_configs: [{ targets: ["127.0.0.1:\(exporterPort)"] }]
        relabel_configs: [{ target_label: instance, replacement: catalog-1 }]
      - job_name: prometheus
        scrape_interval: 5s
        static_configs: [{ targets: ["127.0.0.1:\(port)"] }]
        relabel_configs: [{ target_label: instance, replacement: prometheus-1 }]

    """
  }

  static let alertmanager = """
    route: { receiver: nobody, group_by: [alertname] }
    receivers: [{ name: nobody }]

    """

  /// The first Error message ever has no earlier sample to increase from, so birth counts too.
  static let rules = """
    groups:
      - name: catalog
        rules:
          - alert: ErrorMessage
            expr: >-
              sum by (app) (log_messages_total{level="error"}
              unless log_messages_total{level="error"} offset 5m) > 0
              or sum by (app) (increase(log_messages_total{level="error"}[5m])) > 0
            labels: { severity: critical, product: catalog }
            annotations:
              summary: '{{ $labels.app }}: {{ $value | printf "%.0f" }} Error message in 5 min (limit: any)'
          - alert: QueueAboveLimit
            expr: max by (queue) (rabbitmq_queue_messages) > 50
            for: 10s
            labels: { severity: warning, product: catalog }
            annotations:
              summary: '{{ $labels.queue }}: {{ $value }} messages waiting (limit: above 50)'
          - alert: StageSlow
            expr: max by (system, stage) (upload_stage_duration_seconds) > 40
            for: 30m
            labels: { severity: warning, product: catalog }
            annotations:
              summary: '{{ $labels.system }} {{ $labels.stage }}: {{ $value | printf "%.1f" }} s (limit: above 40 s for 30 min)'
          - alert: ExporterDown
            expr: up{job="catalog"} == 0
            for: 1m
            labels: { severity: critical, product: catalog }
            annotations:
              summary: 'catalog: its metrics can not be read'

    """
}
