/// A dashboard as Grafana exports it "for sharing externally".
enum GrafanaExport {
  static let text = #"""
    {
      "__inputs": [
        { "name": "DS_PROM", "label": "Prometheus", "type": "datasource", "pluginId": "prometheus" },
        { "name": "VAR_PREFIX", "label": "prefix", "type": "constant", "value": "shop" }
      ],
      "__requires": [{ "type": "panel", "id": "gauge", "name": "Gauge", "version": "" }],
      "annotations": { "list": [] },
      "title": "Shop", "uid": "shop", "schemaVersion": 38, "refresh": "30s",
      "time": { "from": "now-24h", "to": "now-1m" },
      "templating": { "list": [
        { "name": "datasource", "type": "datasource", "query": "prometheus", "current": {} },
        {
          "name": "job", "label": "Job", "type": "query", "multi": true, "includeAll": true,
          "allValue": ".+", "sort": 1, "hide": 0, "datasource": "${DS_PROM}", "regex": "",
          "query": { "query": "label_values(${VAR_PREFIX}_up, job)", "refId": "x" },
          "current": { "text": "All", "value": "$__all" }
        },
        { "name": "prefix", "type": "constant", "query": "${VAR_PREFIX}", "hide": 2 },
        { "name": "span", "type": "interval", "query": "1m,5m", "auto": true, "auto_count": 50,
          "auto_min": "30s" },
        { "name": "filters", "type": "adhoc" }
      ] },
      "panels": [
        { "id": 1, "type": "row", "title": "Requests", "gridPos": { "x": 0, "y": 0, "w": 24, "h": 1 } },
        {
          "id": 2, "type": "timeseries", "title": "Rate of ${VAR_PREFIX}",
          "datasource": { "type": "prometheus", "uid": "${DS_PROM}" },
          "gridPos": { "x": 0, "y": 1, "w": 12, "h": 8 },
          "targets": [{
            "refId": "A", "range": true, "interval": "1m", "intervalFactor": 2,
            "expr": "sum(rate(${VAR_PREFIX}_requests_total{job=~\"$job\"}[$__rate_interval]))",
            "legendFormat": "{{job}}"
          }]
        },
        { "id": 3, "type": "geomap", "title": "Where", "gridPos": { "x": 12, "y": 1, "w": 12, "h": 8 } },
        {
          "id": 4, "type": "row", "title": "Hidden", "collapsed": true,
          "gridPos": { "x": 0, "y": 9, "w": 24, "h": 1 },
          "panels": [
            { "id": 5, "type": "gauge", "title": "Load", "gridPos": { "x": 0, "y": 30, "w": 6, "h": 4 } }
          ]
        }
      ]
    }
    """#
}
