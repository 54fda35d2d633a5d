import Metrics

/// Series on top of each other, as Grafana groups them.
///
/// Source: Grafana, `packages/grafana-ui/src/components/uPlot/utils.ts`.
enum GraphStacking {
  private struct Group: Hashable {
    var isNegative: Bool
    var stacking: GraphStyle.Stacking
    var scale: Int
    var draw: GraphStyle.Draw
    var interpolation: GraphStyle.Interpolation
  }

  static func stack(_ all: inout [GraphSeries]) {
    var groups: [Group: [Int]] = [:]
    for place in all.indices where all[place].isStacked && !all[place].isHidden {
      let series = all[place]
      let group = Group(
        isNegative: series.values.contains { $0 < 0 },
        stacking: series.style.stacking ?? GraphStyle.Stacking(mode: .normal),
        scale: series.scale,
        draw: series.draw,
        interpolation: series.style.interpolation ?? .linear
      )
      groups[group, default: []].append(place)
    }
    for (group, places) in groups {
      pile(places, of: &all, isPercent: group.stacking.mode == .percent)
    }
  }

  private static func pile(_ places: [Int], of all: inout [GraphSeries], isPercent: Bool) {
    align(places, of: &all)
    guard let count = places.first.map({ all[$0].times.count }) else { return }
    var sums = [Double](repeating: 0, count: count)
    var isKnown = [Bool](repeating: false, count: count)
    for place in places {
      for (index, value) in all[place].values.enumerated() where !value.isNaN {
        isKnown[index] = true
        sums[index] += value
      }
    }
    let totals = sums
    sums = [Double](repeating: 0, count: count)
    for place in places {
      var (values, floors) = (sums, sums)
      for index in 0..<count {
        let value = all[place].values[index]
        floors[index] = sums[index]
        if !value.isNaN {
          let total = abs(totals[index])
          sums[index] += isPercent ? (total > 0 ? value / total : 0) : value
        }
        values[index] = isKnown[index] && sums[index].isFinite ? sums[index] : .nan
      }
      all[place].values = values
      all[place].floors = floors
    }
  }

  /// Gives all of a group the moments of each.
  private static func align(_ places: [Int], of all: inout [GraphSeries]) {
    guard let first = places.first else { return }
    guard !places.allSatisfy({ all[$0].times == all[first].times }) else { return }
    let times = Set(places.flatMap { all[$0].times }).sorted()
    let index = Dictionary(uniqueKeysWithValues: zip(times, times.indices))
    for place in places {
      var values = [Double](repeating: .nan, count: times.count)
      for (time, value) in zip(all[place].times, all[place].values) {
        if let at = index[time] { values[at] = value }
      }
      all[place].times = times
      all[place].values = values
    }
  }
}
