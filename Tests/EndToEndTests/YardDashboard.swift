/// A dashboard as Grafana would export it, about the servers of `RealExporters`.
///
/// What it asks has the same answer at every moment, so that its screen can be compared with a
/// golden; it uses what real ones use: a data source input, variables, a repeated row, value
/// mappings, overrides, transformations and old panel types.
let yardDashboard = #"""
  {
    "__inputs": [{ "name": "DS_YARD", "type": "datasource", "pluginId": "prometheus" }],
    "title": "Yard", "uid": "yard", "schemaVersion": 39, "refresh": "10s",
    "time": { "from": "now-1m", "to": "now" },
    "templating": { "list": [
      { "type": "query", "name": "server", "label": "Server", "multi": true, "includeAll": true,
        "datasource": { "type": "prometheus", "uid": "${DS_YARD}" },
        "query": { "query": "label_values(up{job=~\"apache|redis\"}, job)", "refId": "V" },
        "refresh": 1, "sort": 1, "current": { "text": ["All"], "value": ["$__all"] } },
      { "type": "constant", "name": "limit", "query": "5", "hide": 2 }
    ] },
    "panels": [
      { "id": 1, "type": "stat", "title": "Servers up",
        "gridPos": { "x": 0, "y": 0, "w": 4, "h": 4 },
        "datasource": { "type": "prometheus", "uid": "${DS_YARD}" },
        "fieldConfig": { "defaults": { "unit": "short",
          "thresholds": { "mode": "absolute", "steps": [
            { "color": "red", "value": null }, { "color": "green", "value": 7 }] } },
          "overrides": [] },
        "options": { "colorMode": "value", "graphMode": "none",
          "reduceOptions": { "calcs": ["lastNotNull"], "fields": "", "values": false } },
        "targets": [{ "refId": "A", "expr": "sum(up{namespace=\"yard\"})", "instant": true }] },
      { "id": 2, "type": "stat", "title": "Redis",
        "gridPos": { "x": 4, "y": 0, "w": 4, "h": 4 },
        "datasource": { "type": "prometheus", "uid": "${DS_YARD}" },
        "fieldConfig": { "defaults": {
          "mappings": [{ "type": "value", "options": {
            "0": { "text": "Down", "color": "red", "index": 0 },
            "1": { "text": "Answers", "color": "green", "index": 1 } } }] }, "overrides": [] },
        "options": { "colorMode": "background", "graphMode": "none", "textMode": "value",
          "reduceOptions": { "calcs": ["lastNotNull"] } },
        "targets": [{ "refId": "A", "expr": "redis_up", "instant": true }] },
      { "id": 3, "type": "gauge", "title": "Of the limit",
        "gridPos": { "x": 8, "y": 0, "w": 6, "h": 4 },
        "datasource": { "type": "prometheus", "uid": "${DS_YARD}" },
        "fieldConfig": { "defaults": { "unit": "percentunit", "min": 0, "max": 1, "decimals": 0,
          "thresholds": { "mode": "percentage", "steps": [
            { "color": "green", "value": null }, { "color": "orange", "value": 70 }] } },
          "overrides": [] },
        "options": { "reduceOptions": { "calcs": ["lastNotNull"] }, "showThresholdMarkers": true },
        "targets": [{ "refId": "A", "expr": "vector(2) / ${limit}", "instant": true }] },
      { "id": 4, "type": "bargauge", "title": "Alerts",
        "gridPos": { "x": 14, "y": 0, "w": 10, "h": 4 },
        "datasource": { "type": "prometheus", "uid": "${DS_YARD}" },
        "fieldConfig": { "defaults": { "min": 0, "max": 2 }, "overrides": [] },
        "options": { "orientation": "horizontal", "displayMode": "basic",
          "reduceOptions": { "calcs": ["lastNotNull"] } },
        "targets": [{ "refId": "A", "instant": true, "legendFormat": "{{state}}",
          "expr": "alertmanager_alerts or label_replace(vector(0), \"state\", \"none\", \"\", \"\")" }] },
      { "id": 5, "type": "timeseries", "title": "Up and down",
        "gridPos": { "x": 0, "y": 4, "w": 12, "h": 8 },
        "datasource": { "type": "prometheus", "uid": "${DS_YARD}" },
        "fieldConfig": { "defaults": { "min": 0, "max": 8, "unit": "none",
          "custom": { "drawStyle": "line", "fillOpacity": 0, "showPoints": "never" } },
          "overrides": [
            { "matcher": { "id": "byName", "options": "limit" },
              "properties": [
                { "id": "displayName", "value": "The limit" },
                { "id": "color", "value": { "mode": "fixed", "fixedColor": "red" } },
                { "id": "custom.lineStyle", "value": { "fill": "dash" } }] }] },
        "options": { "legend": { "displayMode": "table", "placement": "bottom", "showLegend": true,
          "calcs": ["min", "max"] } },
        "targets": [
          { "refId": "A", "expr": "vector(7)", "legendFormat": "up" },
          { "refId": "B", "expr": "vector(${limit})", "legendFormat": "limit" }] },
      { "id": 6, "type": "table", "title": "Servers",
        "gridPos": { "x": 12, "y": 4, "w": 12, "h": 8 },
        "datasource": { "type": "prometheus", "uid": "${DS_YARD}" },
        "fieldConfig": { "defaults": {}, "overrides": [
          { "matcher": { "id": "byName", "options": "Value #A" },
            "properties": [
              { "id": "displayName", "value": "Is up" },
              { "id": "mappings", "value": [{ "type": "value", "options": {
                "1": { "text": "yes", "color": "green" } } }] }] },
          { "matcher": { "id": "byName", "options": "Value #B" },
            "properties": [
              { "id": "displayName", "value": "Memory" }, { "id": "unit", "value": "bytes" }] }] },
        "options": { "sortBy": [{ "displayName": "job", "desc": false }] },
        "transformations": [
          { "id": "joinByField", "options": { "byField": "job", "mode": "outer" } },
          { "id": "organize", "options": {
            "excludeByName": { "Time": true, "Time 1": true, "Time 2": true },
            "renameByName": { "job": "Server" }, "indexByName": {} } }],
        "targets": [
          { "refId": "A", "expr": "sum by (job) (up{namespace=\"yard\"})", "format": "table",
            "instant": true },
          { "refId": "B", "format": "table", "instant": true,
            "expr": "sum by (job) (up{namespace=\"yard\"}) * 1536 * 1024" }] },
      { "id": 7, "type": "row", "title": "$server", "repeat": "server", "collapsed": false,
        "gridPos": { "x": 0, "y": 12, "w": 24, "h": 1 }, "panels": [] },
      { "id": 8, "type": "singlestat", "title": "$server exporter", "format": "none",
        "gridPos": { "x": 0, "y": 13, "w": 6, "h": 3 }, "valueName": "current",
        "datasource": "${DS_YARD}", "thresholds": "1,2", "colorValue": true,
        "colors": ["red", "green", "green"],
        "targets": [{ "refId": "A", "expr": "sum(up{job=\"$server\"})" }] },
      { "id": 9, "type": "graph", "title": "$server over time", "lines": true, "fill": 1,
        "gridPos": { "x": 6, "y": 13, "w": 18, "h": 3 }, "datasource": "${DS_YARD}",
        "legend": { "show": false }, "yaxes": [{ "format": "short", "min": 0, "max": 2 }, {}],
        "targets": [{ "refId": "A", "expr": "sum(up{job=\"$server\"})", "legendFormat": "up" }] }
    ]
  }
  """#
