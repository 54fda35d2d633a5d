extension FieldConfig {
  /// Takes a property back, as if nobody had set it.
  ///
  /// - Parameter id: Grafana's: `unit`, `custom.lineWidth`.
  /// - Returns: Whether there is such a property.
  package mutating func unset(_ id: String) -> Bool {
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
    // A field without a colour has that of its limits, whatever its panel's standard is.
    case "color": color = FieldColor(mode: "thresholds")
    case "links": links = nil
    default:
      guard id.hasPrefix("custom.") else { return false }
      let name = String(id.dropFirst(7))
      if name == "neutral" {
        neutral = nil
        return true
      }
      return graph.unset(name) || cell.unset(name)
    }
    return true
  }
}

extension GraphStyle {
  fileprivate mutating func unset(_ name: String) -> Bool {
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
  fileprivate mutating func unset(_ name: String) -> Bool {
    switch name {
    case "hidden": isHidden = nil
    case "width": width = nil
    case "minWidth": minWidth = nil
    case "align": align = nil
    case "cellOptions", "displayMode":
      (type, mode, appliesToRow, valueMode, alternative) = (nil, nil, nil, nil, nil)
    case "footer": footer = nil
    case "hideHeader": hidesHeader = nil
    default: return false
    }
    return true
  }
}
