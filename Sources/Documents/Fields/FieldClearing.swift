package import Metrics

extension FieldConfig {
  /// Takes back what is set under Grafana's id: what a rule with the id and no value says.
  ///
  /// - Returns: Whether there is such a property.
  package mutating func clear(_ id: String) -> Bool {
    switch id {
    case "unit": unit = nil
    case "decimals": decimals = nil
    case "min": min = nil
    case "max": max = nil
    case "fieldMinMax": hasOwnEnds = nil
    case "displayName": displayName = nil
    case "description": description = nil
    case "noValue": noValue = nil
    case "thresholds": (thresholds, hasPercentageThresholds) = (nil, nil)
    case "mappings": mappings = nil
    case "links": links = nil
    // Not the mode that the panel's type begins with.
    case "color": color = FieldColor(mode: "thresholds")
    default:
      guard id.hasPrefix("custom.") else { return false }
      let name = String(id.dropFirst(7))
      return cell.clear(name) || graph.clear(name)
    }
    return true
  }
}

extension GraphStyle {
  fileprivate mutating func clear(_ name: String) -> Bool {
    switch name {
    case "drawStyle": draw = nil
    case "lineInterpolation": interpolation = nil
    case "lineWidth": lineWidth = nil
    case "lineStyle": isDashed = nil
    case "fillOpacity": fillOpacity = nil
    case "gradientMode": gradient = nil
    case "showPoints": points = nil
    case "spanNulls": gaps = nil
    case "insertNulls": insertsGapsBeyond = nil
    case "stacking": stacking = nil
    case "transform": transform = nil
    case "fillBelowTo": fillBelowTo = nil
    case "barAlignment": barAlignment = nil
    case "axisPlacement": axis = nil
    case "axisLabel": axisLabel = nil
    case "axisSoftMin": axisSoftMin = nil
    case "axisSoftMax": axisSoftMax = nil
    case "axisCenteredZero": isCentredOnZero = nil
    case "scaleDistribution": scale = nil
    case "thresholdsStyle": limits = nil
    case "hideFrom": hidden = nil
    default: return false
    }
    return true
  }
}

extension CellStyle {
  fileprivate mutating func clear(_ name: String) -> Bool {
    switch name {
    case "hidden": isHidden = nil
    case "width": width = nil
    case "minWidth": minWidth = nil
    case "align": align = nil
    case "cellOptions": (type, mode, appliesToRow, valueMode) = (nil, nil, nil, nil)
    case "footer": footer = nil
    default: return false
    }
    return true
  }
}
