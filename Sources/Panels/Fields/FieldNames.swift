import Metrics

/// How fields are called where they are shown.
///
/// Source: Grafana, `packages/grafana-data/src/field/fieldState.ts`.
enum FieldNames {
  static func give(to frames: inout [DataFrame]) {
    for frame in frames.indices {
      for place in frames[frame].fields.indices {
        let field = frames[frame].fields[place]
        frames[frame].fields[place].displayName = field.sourceName ?? field.name
      }
    }
  }
}
